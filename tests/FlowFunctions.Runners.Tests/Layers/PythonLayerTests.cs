using System.Net;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Folders;
using FlowFunctions.Runners.Tests.Machine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runners.Tests.Layers;

public sealed class PythonLayerTests
{
    private const string UseGreeting = """
        import greeting
        def main(input, context):
            return greeting.hello()
        """;

    [Fact]
    public async Task Wheel_BesideTheScript_IsInstalledOnceAndImported()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl");

        var first = await layers.Runner.RunAsync(script.Call());
        var installed = script.Log.Texts;
        var second = await layers.Runner.RunAsync(script.Call());

        Assert.Equal("\"hello\"", first.Output());
        Assert.Equal("\"hello\"", second.Output());
        Assert.Contains("Installing what requirements.txt asks for.", installed);
        Assert.Contains(
            installed,
            line => line.StartsWith("Successfully installed greeting-1.0", StringComparison.Ordinal)
        );
        Assert.Equal(installed, script.Log.Texts);
        var layer = Assert.Single(layers.Layers);
        Assert.Equal(["python"], Directory.EnumerateFileSystemEntries(layer).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Wheels_NeedingEachOther_AreFoundWithoutAnIndex()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript("# comment\n-r more.txt\n", requires: "words")
            .With("more.txt", "./wheels/greeting-1.0-py3-none-any.whl ; python_version > '3'\n");
        Wheel.Write(Path.Combine(script.Folder, "other"), "words", "text = 'hi'");

        Assert.Equal("\"hello\"", (await layers.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task Callers_AtTheSameTime_ShareOneInstallationAndAllSeeItsLog()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl");
        var calls = Enumerable.Range(0, 4).Select(_ => script.Call() with { Log = new ScriptLog() }).ToList();

        var results = await Task.WhenAll(calls.Select(call => layers.Runner.RunAsync(call)));

        Assert.All(results, result => Assert.Equal("\"hello\"", result.Output()));
        Assert.Single(layers.Layers);
        Assert.All(
            calls,
            call =>
                Assert.Single(
                    ((ScriptLog)call.Log).Texts,
                    line => line.StartsWith("Installed in", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task Wheel_OfOtherContent_IsAnotherLayer()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl");
        using var changed = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl", "def hello(): return 'bye'");

        await layers.Runner.RunAsync(script.Call());

        Assert.Equal("\"bye\"", (await layers.Runner.RunAsync(changed.Call())).Output());
        Assert.Equal(2, layers.Layers.Count());
    }

    [Fact]
    public async Task Layer_OfAnEarlierProcess_IsUsedAgain()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl");
        await layers.Runner.RunAsync(script.Call());
        var lines = script.Log.Texts.Count;

        await layers.RestartAsync();

        Assert.Equal("\"hello\"", (await layers.Runner.RunAsync(script.Call())).Output());
        Assert.Equal(lines, script.Log.Texts.Count);
    }

    [Fact]
    public async Task Layer_InTheSandbox_CannotBeChanged()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl")
            .With("main.py", "def main(input, context):\n    open('/layer/python/greeting.py', 'w')");

        Assert.Equal("OSError", (await layers.Runner.RunAsync(script.Call())).Failure().Type);
    }

    [Fact]
    public async Task Requirements_WithoutAny_NeedNoLayer()
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = Script
            .Python("def main(input, context):\n    return 1")
            .With("requirements.txt", "# none\n\n");

        Assert.Equal("1", (await layers.Runner.RunAsync(script.Call())).Output());
        Assert.False(Directory.Exists(layers.Root));
    }

    [Theory]
    [InlineData("./missing.whl", "'missing.whl' is not in the script's folder")]
    [InlineData("../../etc/x.whl", "is not in the script's folder")]
    [InlineData("-e ./wheels", "editable")]
    [InlineData("greeting @ file:///etc/x.whl", "write its path")]
    public async Task Requirement_NotUnderstood_IsToldBeforeAnythingRuns(string line, string message)
    {
        await using var layers = await LayerRunner.StartAsync();
        using var script = GreetingScript(line);

        var failure = (await layers.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Dependencies, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_NotBesideTheScriptAndNotDownloaded_IsToldWithTheInstallersWords()
    {
        await using var layers = await LayerRunner.StartAsync(options => options with { AllowDownloads = false });
        using var script = GreetingScript("nowhere-to-be-found==1.0");

        var failure = (await layers.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Dependencies, failure.Code);
        Assert.Contains("Packages are not downloaded here", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "No matching distribution found for nowhere-to-be-found",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(layers.Layers);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(layers.Root, "0", ".work")));
    }

    [Fact]
    public async Task Index_ThatCannotBeReached_IsToldInAFewLines()
    {
        await using var layers = await LayerRunner.StartAsync(hasNetwork: true);
        using var script = GreetingScript("--index-url https://nowhere.test/simple\nanything==1.0");

        var failure = (await layers.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Dependencies, failure.Code);
        Assert.Contains("The index could not be reached", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Split('\n').Length, 2, 3);
        Assert.EndsWith("No matching distribution found for anything==1.0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_WithoutASandbox_IsNotInstalled()
    {
        using var disk = new TestFolder();
        await using var runner = await ScriptRunner.StartAsync(
            new()
            {
                Sandbox = SandboxKind.None,
                AllowUnsandboxed = true,
                Folder = disk["r"],
                Layers = new() { Root = disk["l"] },
            },
            TimeProvider.System
        );
        using var script = GreetingScript("./wheels/greeting-1.0-py3-none-any.whl");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Dependencies, failure.Code);
        Assert.Contains("in a sandbox only", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layer_TooLarge_IsRefused()
    {
        await using var layers = await LayerRunner.StartAsync(options =>
            options with
            {
                MaxLayerBytes = 2 * 1024 * 1024,
            }
        );
        using var script = GreetingScript(
            "./wheels/greeting-1.0-py3-none-any.whl",
            $"text = '{new string('x', 1_500_000)}'"
        );

        var failure = (await layers.Runner.RunAsync(script.Call())).Failure();

        Assert.Contains("larger than 2 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_OfAnIndex_IsDownloadedThroughTheGateway()
    {
        await using var layers = await LayerRunner.StartAsync(hasNetwork: true);
        using var script = GreetingScript("greeting==1.0");
        Directory.Move(
            Path.Combine(script.Folder, "wheels"),
            Path.Combine(script.Folder, "..", Path.GetFileName(script.Folder) + "-index")
        );
        var index = Path.GetFullPath(Path.Combine(script.Folder, "..", Path.GetFileName(script.Folder) + "-index"));
        await using var server = await ServeAsync(index);
        script.With(
            "requirements.txt",
            $"--index-url http://site.test:{new Uri(server.Urls.Single()).Port}/simple\n--trusted-host site.test\ngreeting==1.0"
        );

        var output = (await layers.Runner.RunAsync(script.Call())).Output();
        Directory.Delete(index, recursive: true);

        Assert.Equal("\"hello\"", output);
        Assert.Contains(
            script.Log.Of(ScriptLogLevel.Debug),
            line => line.StartsWith("Network: site.test:", StringComparison.Ordinal)
        );
    }

    private static async Task<WebApplication> ServeAsync(string wheels)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet(
            "/simple/greeting/",
            () =>
                TypedResults.Content(
                    "<a href='/wheels/greeting-1.0-py3-none-any.whl'>greeting-1.0-py3-none-any.whl</a>",
                    "text/html"
                )
        );
        app.MapGet("/wheels/{name}", (string name) => TypedResults.PhysicalFile(Path.Combine(wheels, name)));
        await app.StartAsync();
        return app;
    }

    private static Script GreetingScript(
        string requirements,
        string text = "def hello(): return 'hello'",
        string? requires = null
    )
    {
        var script = Script.Python(UseGreeting).With("requirements.txt", requirements);
        Wheel.Write(Path.Combine(script.Folder, "wheels"), "greeting", text, requires);
        return script;
    }
}
