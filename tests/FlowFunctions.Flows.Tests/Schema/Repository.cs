namespace FlowFunctions.Flows.Tests.Schema;

/// <summary>Places that tests read from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// A folder of the data that projects share and read in place: under FLOW_SHARED, or under <c>shared</c> beside the
    /// repository. Null when it is not there.
    /// </summary>
    public static string? FindShared(string path)
    {
        string shared = Environment.GetEnvironmentVariable("FLOW_SHARED") ?? Path.Combine(Root, "..", "shared");
        string found = Path.Combine(shared, path);
        return Directory.Exists(found) ? found : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FlowFunctions.sln")))
            folder =
                folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
