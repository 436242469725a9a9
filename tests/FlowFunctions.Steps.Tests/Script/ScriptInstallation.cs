using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Runners;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Script;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Tests.Script;

/// <summary>Script steps with the real runner, files and secrets in memory, and logs that can be read.</summary>
public sealed class ScriptInstallation : IFlowFiles, ISecretSource, IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-steps-").FullName;
    private ScriptRunner? _runner;
    private ScriptFolders? _folders;
    private StepTypes? _types;

    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        _runner = await ScriptRunner.StartAsync(new RunnerOptions(), TimeProvider.System);
        Assert.True(_runner.Outage is null, _runner.Outage);
        _folders = new ScriptFolders(new ScriptFolderOptions { Root = _folder }, TimeProvider.System);
        _types = StepTypes.BuiltIn(new StepOptions { Script = new ScriptStepOptions(_runner, _folders, this) });
    }

    public async Task DisposeAsync()
    {
        _types!.Dispose();
        await _runner!.DisposeAsync();
        _folders!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<ScriptRun> RunAsync(
        string with,
        IReadOnlyDictionary<string, string>? files = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = StepBench.Request("script", with) with
        {
            Workspace = "w",
            PlanHash = Guid.NewGuid().ToString("N"),
            Files = Keep(files ?? ImmutableDictionary<string, string>.Empty),
        };
        request = request with { Step = request.Step with { IsPure = false } };
        var log = new MemoryLog();
        var outcome = await new StepExecutor(_types!, this, log).ExecuteAsync(request, cancellationToken);
        return new ScriptRun(outcome, [.. log.Lines]);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string workspace,
        string sha256,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(
            workspace == "w" && _contents.TryGetValue(sha256, out var content) ? content : null
        );

    public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(workspace == "w" ? Secrets.GetValueOrDefault(name) : null);

    private ImmutableSortedDictionary<string, string> Keep(IReadOnlyDictionary<string, string> files) =>
        files.ToImmutableSortedDictionary(
            static file => file.Key,
            file =>
            {
                var content = Encoding.UTF8.GetBytes(file.Value);
                var hash = Convert.ToHexStringLower(SHA256.HashData(content));
                _contents[hash] = content;
                return hash;
            },
            StringComparer.Ordinal
        );

    private sealed class MemoryLog : IStepLogs, IStepLog
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IStepLog Open(StepRequest request) => this;

        public void Write(ScriptLogLevel level, string text) => Lines.Enqueue($"{level} {text}");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>What came of a script step.</summary>
internal sealed record ScriptRun(StepOutcome Outcome, IReadOnlyList<string> Log)
{
    public string Output => Encoding.UTF8.GetString(Assert.IsType<StepOutcome.Succeeded>(Outcome).Output.Span);

    public StepError Error => Assert.IsType<StepOutcome.Failed>(Outcome).Error;
}
