using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Cli.Remote.Files;
using FlowFunctions.Cli.Remote.Flows;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Tests.Apps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Tests.Sources;

[Collection(nameof(AppTests))]
public sealed class FlowFolderFilesTests(AppFixture app) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StepTypes _types = StepTypes.BuiltIn();
    private readonly string _id = AppFixture.NewId();

    private string Flow =>
        """{"id": "ID", "steps": {"a": {"type": "transform", "with": {"value": "score.py"}}}}""".Replace(
            "ID",
            _id,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Flow_BesideItsFiles_IsCompiledWithThem()
    {
        var path = _folder.Write("flow.json", Flow);
        _folder.Write("score.py", "1");
        _folder.Write("lib/data.bin", "\0");
        _folder.Write(".git/config", "");
        File.CreateSymbolicLink(_folder.PathOf("link.py"), "/etc/hostname");

        var flow = await FlowFile.ReadAsync(path, new FilesCatalog(_types));

        Assert.Equal(["lib/data.bin", "score.py"], flow.Plan!.Files.Keys);
        using var reader = new StreamReader(flow.Files!.Open(flow.Plan.Files["score.py"]));
        Assert.Equal("1", await reader.ReadToEndAsync());
        Assert.Throws<IOException>(() => flow.Files.Open(new string('0', 64)));
        _folder.Write("score.py", "2");
        var changed = Assert.Throws<IOException>(() => flow.Files.Open(flow.Plan.Files["score.py"]));
        Assert.Contains("has changed since", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_AmongOthers_HasAFolderOfItsOwn()
    {
        var path = _folder.Write("order-intake.yaml", Flow);
        _folder.Write("score.py", "not its own");

        var missing = await FlowFile.ReadAsync(path, new FilesCatalog(_types));
        _folder.Write("order-intake/score.py", "1");
        var found = await FlowFile.ReadAsync(path, new FilesCatalog(_types));

        Assert.Equal(ProblemCodes.FileMissing, Assert.Single(missing.Result.Problems).Code);
        Assert.Equal(["score.py"], found.Plan!.Files.Keys);
        Assert.Null((await FlowFile.ReadAsync(path, _types)).Files);
    }

    [Fact]
    public async Task Push_OfAFlowThatUsesFiles_SendsThemFirst()
    {
        var path = _folder.Write("flow.json", Flow);
        _folder.Write("score.py", "1");

        var first = await PushAsync(path);
        _folder.Write("score.py", "2");
        var second = await PushAsync(path);

        Assert.Equal($"new      {_id}/score.py\n{path}: {_id} version 1 pushed and published\n", first);
        Assert.StartsWith($"changed  {_id}/score.py\n", second, StringComparison.Ordinal);
        var there = await app.RunAsync("files", "ls", $"{_id}/");
        Assert.StartsWith($"{_id}/score.py\t2\t1\t", there.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _types.Dispose();
    }

    private async Task<string> PushAsync(string path)
    {
        using var terminal = new TestTerminal();
        using var server = new FlowServer(new Uri(app.Address));
        var options = new PushOptions(new SaveOptions(null, Publish: true), Force: false, DryRun: false);
        var push = new FlowPush(new RemoteFlows(server), new RemoteFiles(server), options, terminal.Terminal);
        var flow = await FlowFile.ReadAsync(path, new FilesCatalog(_types));
        Assert.Equal(0, await push.PushAsync(flow, CancellationToken.None));
        return terminal.Output;
    }

    /// <summary>The product's types, of which <c>transform</c> names a file in its <c>value</c>.</summary>
    private sealed class FilesCatalog(StepTypes types) : IStepCatalog
    {
        public IReadOnlyList<StepTypeDescriptor> Types => types.Types;

        public bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor)
        {
            descriptor = types.TryFind(type, out var found)
                ? found with
                {
                    FileInputs = type == "transform" ? ["value"] : [],
                }
                : null;
            return descriptor is not null;
        }
    }
}
