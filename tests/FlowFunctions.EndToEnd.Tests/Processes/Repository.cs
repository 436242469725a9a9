namespace FlowFunctions.EndToEnd.Tests.Processes;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "FlowFunctions.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no FlowFunctions.sln.")
            );
}
