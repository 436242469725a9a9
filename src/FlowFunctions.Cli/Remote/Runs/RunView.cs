using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>A run with its steps, as it is told piece by piece.</summary>
internal sealed class RunView
{
    private readonly OrderedDictionary<string, RemoteStep> _steps = new(StringComparer.Ordinal);

    /// <summary>The run.</summary>
    public RemoteRun Run { get; private set; }

    /// <summary>Its steps in the order in which the server tells of them.</summary>
    public IEnumerable<RemoteStep> Steps => _steps.Values;

    /// <summary>What it waits for, in words.</summary>
    public IReadOnlyList<RemoteWait> Waits { get; private set; } = [];

    /// <summary>What it gave; of kind Undefined as long as there is nothing.</summary>
    public JsonElement Output { get; private set; }

    /// <param name="json">The answer of <c>GET /api/runs/{id}</c>.</param>
    public RunView(JsonElement json)
    {
        Run = RemoteRun.Read(json);
        Take(json);
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => Run.Status.IsTerminal();

    /// <summary>Takes over the whole run; steps that it does not name stay as they are known.</summary>
    /// <returns>The steps that have changed.</returns>
    public IReadOnlyList<RemoteStep> Take(JsonElement json)
    {
        TakeSummary(json);
        TakeWaits(json);
        Output = json.Member("output");
        return [.. json.Items("steps").Select(RemoteStep.Read).Where(Take)];
    }

    /// <summary>Takes over the run's state.</summary>
    public void TakeSummary(JsonElement json) => Run = RemoteRun.Read(json);

    /// <summary>Takes over what it waits for.</summary>
    public void TakeWaits(JsonElement json) => Waits = [.. json.Items("waitingFor").Select(RemoteWait.Read)];

    /// <summary>Takes over a step.</summary>
    /// <returns>Whether it has changed as far as people are told.</returns>
    public bool Take(RemoteStep step)
    {
        var isNew = !_steps.TryGetValue(step.Path, out var before);
        _steps[step.Path] = step;
        return isNew || before!.StatusName != step.StatusName || before.Attempt != step.Attempt;
    }
}

/// <summary>Something that a run waits for.</summary>
/// <param name="Step">The step's path, or null for the run.</param>
/// <param name="Kind">What kind of thing, such as <c>Signal</c>.</param>
/// <param name="Message">What it is, in words.</param>
/// <param name="Target">The run, signal or limit, or null.</param>
internal sealed record RemoteWait(string? Step, string Kind, string Message, string? Target)
{
    public static RemoteWait Read(JsonElement json) =>
        new(json.Text("step"), json.Text("kind") ?? "", json.Text("message") ?? "", json.Text("target"));
}
