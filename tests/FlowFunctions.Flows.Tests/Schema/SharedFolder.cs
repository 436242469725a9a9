namespace FlowFunctions.Flows.Tests.Schema;

/// <summary>
/// The folder of data that is shared between projects and read in place: FLOW_SHARED, or <c>shared</c> beside the
/// repository.
/// </summary>
internal static class SharedFolder
{
    /// <summary>A folder in it; null when it is not there.</summary>
    public static string? Find(string path)
    {
        string? folder = Environment.GetEnvironmentVariable("FLOW_SHARED") ?? BesideRepository();
        string? found = folder is null ? null : Path.Combine(folder, path);
        return Directory.Exists(found) ? found : null;
    }

    private static string? BesideRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FlowFunctions.sln")))
            folder = folder.Parent;
        return folder is null ? null : Path.Combine(folder.FullName, "..", "shared");
    }
}
