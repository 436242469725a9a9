using System.Security.Cryptography;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

/// <summary>An engine on a directory, with everything that a test looks at.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly bool _ownsDirectory;

    private EngineHost(TemporaryDirectory directory, bool ownsDirectory, ManualTime time, ScriptedExecutor steps)
    {
        _ownsDirectory = ownsDirectory;
        Directory = directory;
        Time = time;
        Steps = steps;
    }

    public TemporaryDirectory Directory { get; }

    public ManualTime Time { get; }

    public ScriptedExecutor Steps { get; }

    public RunLog Log { get; } = new();

    public EmbeddedEngine Engine { get; private set; } = null!;

    /// <summary>Flows that can be called by others.</summary>
    public Dictionary<string, Plan> Flows { get; } = [];

    /// <summary>Opens a new directory.</summary>
    public static Task<EngineHost> OpenAsync(
        ScriptedExecutor? steps = null,
        Func<EmbeddedEngineOptions, EmbeddedEngineOptions>? change = null
    ) => OpenAsync(new TemporaryDirectory(), ownsDirectory: true, new ManualTime(), steps ?? new(), change);

    public static Plan Build(PlanBuilder builder) => WithHash(builder.Build());

    public static Plan WithHash(Plan plan) =>
        new()
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(PlanJson.Write(plan))),
            FlowId = plan.FlowId,
            Root = plan.Root,
            Settings = plan.Settings,
            InputSchema = plan.InputSchema,
        };

    /// <summary>What the next process finds: the same directory after this engine was disposed of.</summary>
    public async Task<EngineHost> RestartAsync(
        ScriptedExecutor? steps = null,
        Func<EmbeddedEngineOptions, EmbeddedEngineOptions>? change = null
    )
    {
        await Engine.DisposeAsync();
        return await OpenAsync(Directory, ownsDirectory: false, Time, steps ?? new(), change);
    }

    /// <summary>What the next process finds after a kill at this moment.</summary>
    public Task<EngineHost> CrashAsync(
        ScriptedExecutor? steps = null,
        Func<EmbeddedEngineOptions, EmbeddedEngineOptions>? change = null
    ) => OpenAsync(Directory.Copy(), ownsDirectory: true, Time, steps ?? new(), change);

    public async Task StartAsync(Plan plan, string runId = "run", string input = "null") =>
        await Engine.StartAsync(
            plan,
            new RunStart
            {
                RunId = runId,
                PlanHash = plan.Hash,
                Input = Payload.Parse(input),
            }
        );

    public async Task<RunResult> EndAsync(string runId = "run")
    {
        var result = await Engine.WaitAsync(runId).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return Assert.IsType<RunResult>(result);
    }

    public async Task<RunResult> RunAsync(Plan plan, string runId = "run")
    {
        await StartAsync(plan, runId);
        return await EndAsync(runId);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (_ownsDirectory)
        {
            Directory.Dispose();
        }
    }

    private static async Task<EngineHost> OpenAsync(
        TemporaryDirectory directory,
        bool ownsDirectory,
        ManualTime time,
        ScriptedExecutor steps,
        Func<EmbeddedEngineOptions, EmbeddedEngineOptions>? change
    )
    {
        var host = new EngineHost(directory, ownsDirectory, time, steps);
        var options = new EmbeddedEngineOptions
        {
            Directory = Path.Combine(directory.Path, "journal"),
            TimeProvider = time,
        };
        host.Engine = await EmbeddedEngine.OpenAsync(change?.Invoke(options) ?? options, host.Parts());
        return host;
    }

    public EngineParts Parts() =>
        new(
            Steps,
            new PlanDirectory(
                Path.Combine(Directory.Path, "plans"),
                (_, flowId, _) => ValueTask.FromResult(Flows.GetValueOrDefault(flowId))
            ),
            Log
        );

    /// <summary>
    /// Lets time pass once the shards have carried out what they have told of: a timer that is armed while the clock moves would be
    /// due too late.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await Engine.ListOpenAsync();
        Time.Advance(by);
    }
}
