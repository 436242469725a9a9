namespace FlowFunctions.Flows.Tests.Documentation;

/// <summary>A page of <c>docs/</c> that is made from code and checked in.</summary>
internal static class Page
{
    public static string Read(string name) => File.ReadAllText(FullPath(name));

    /// <summary>Fails when a page is not what the code says, and leaves what it should be beside the test's program.</summary>
    public static void AssertIs(string name, string expected)
    {
        var made = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(name));
        File.WriteAllText(made, expected);
        Assert.True(
            File.Exists(FullPath(name)) && Read(name) == expected,
            $"{name} is out of date: copy {made} over it."
        );
    }

    private static string FullPath(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "FlowFunctions.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, name);
    }
}
