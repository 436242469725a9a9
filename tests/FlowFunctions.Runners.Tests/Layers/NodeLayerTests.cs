using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Layers;

public sealed class NodeLayerTests
{
    private const string UseGreeting = """
        import greeting from 'greeting';
        export default () => greeting();
        """;

    [Fact]
    public async Task Tarball_BesideTheScript_IsInstalledOnceAndImported()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = await GreetingScriptAsync("file:greeting-1.0.0.tgz");

        var first = await layers.Runner.RunAsync(script.Call());
        var lines = script.Log.Texts.Count;
        var second = await layers.Runner.RunAsync(script.Call());

        Assert.Equal("\"hello\"", first.Output());
        Assert.Equal("\"hello\"", second.Output());
        Assert.Equal(lines, script.Log.Texts.Count);
        var layer = Assert.Single(layers.Layers);
        Assert.Equal(["node_modules"], Directory.EnumerateFileSystemEntries(layer).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tarball_WithALockFile_IsInstalledFromIt()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = await GreetingScriptAsync("file:greeting-1.0.0.tgz");
        script.With(
            "package-lock.json",
            """
            {"name":"app","version":"1.0.0","lockfileVersion":3,"packages":{
              "":{"name":"app","version":"1.0.0","dependencies":{"greeting":"file:greeting-1.0.0.tgz"}},
              "node_modules/greeting":{"version":"1.0.0","resolved":"file:greeting-1.0.0.tgz"}}}
            """
        );

        Assert.Equal("\"hello\"", (await layers.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task Folder_NamedAsAPackage_IsInstalled()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = Script
            .Node("import own from 'own';\nexport default () => own.text;")
            .With("package.json", """{"dependencies":{"own":"file:./lib/own"}}""")
            .With("lib/own/package.json", """{"name":"own","version":"1.0.0","main":"index.js"}""")
            .With("lib/own/index.js", "module.exports = { text: 'mine' };");

        Assert.Equal("\"mine\"", (await layers.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task Manifest_AboveTheScript_IsFoundAndItsPathsHold()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = await GreetingScriptAsync("file:greeting-1.0.0.tgz");
        script.With("steps/deep/main.mjs", UseGreeting);

        var result = await layers.Runner.RunAsync(script.Call() with { Entry = "steps/deep/main.mjs" });

        Assert.Equal("\"hello\"", result.Output());
    }

    [Fact]
    public async Task Package_WithInstallScripts_IsInstalledWithoutRunningThem()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = await GreetingScriptAsync(
            "file:greeting-1.0.0.tgz",
            """,  "scripts":{"install":"echo changed > index.js"}"""
        );

        Assert.Equal("\"hello\"", (await layers.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task Package_WithoutDependencies_NeedsNoLayer()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = Script.Node("export default () => 1;").With("package.json", """{"type":"module"}""");

        Assert.Equal("1", (await layers.Runner.RunAsync(script.Call())).Output());
        Assert.False(Directory.Exists(layers.Root));
    }

    [Theory]
    [InlineData("""{"dependencies":{"a":"file:missing.tgz"}}""", "'missing.tgz' is not in the script's folder")]
    [InlineData("""{"dependencies":{"a":"file:../../x"}}""", "is not in the script's folder")]
    [InlineData("{\n\"dependencies\":[", "package.json cannot be read: it is no JSON. Correct it in line 2.")]
    [InlineData("""{"dependencies":[]}""", "package.json cannot be read: write an object")]
    [InlineData("""{"dependencies":{"nowhere-to-be-found":"1.0.0"}}""", "Packages are not downloaded here")]
    public async Task Package_ThatCannotBeInstalled_IsToldWhy(string package, string message)
    {
        await using var layers = await LayerRunner.StartAsync(options => options with { AllowDownloads = false });
        using var script = Script.Node("export default () => 1;").With("package.json", package);

        var failure = (await layers.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Dependencies, failure.Code);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<Script> GreetingScriptAsync(string specification, string more = "")
    {
        var script = Script
            .Node(UseGreeting)
            .With(
                "package.json",
                $$"""{"name":"app","version":"1.0.0","dependencies":{"greeting":"{{specification}}"} }"""
            );
        await NodeTarball.PackAsync(script.Folder, "greeting", "module.exports = () => 'hello';", more);
        return script;
    }
}
