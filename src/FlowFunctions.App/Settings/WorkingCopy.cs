namespace FlowFunctions.App.Settings;

/// <summary>The working copy of the product's repository that a folder lies in.</summary>
internal static class WorkingCopy
{
    private const string Mark = "FlowFunctions.sln";

    /// <summary>Its root, or null for a folder elsewhere.</summary>
    public static string? Around(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, Mark)))
            {
                return at;
            }
        }

        return null;
    }
}
