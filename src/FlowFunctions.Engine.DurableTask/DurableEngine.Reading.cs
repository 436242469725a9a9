using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Tending;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>What can be asked of runs.</summary>
public sealed partial class DurableEngine
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>A run that the backend holds, as its last turn left it; null when it holds none, or the run has had no turn yet.</summary>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    public async ValueTask<OpenRun?> ReadAsync(string runId, CancellationToken cancellationToken = default)
    {
        var instance = await _parts.Hub.GetAsync(runId, cancellationToken);
        var run = OpenStatus.Read(runId, instance?.CustomStatus);
        return run is not null && run.Result is null && RunOutputs.Find(instance!.Output) is { } result
            ? run with
            {
                Result = result,
                Status = result.Status,
            }
            : run;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A run whose end is recorded in this process is told at once; of others the backend is asked, more and more seldom. A large output is
    /// loaded for the caller.
    /// </remarks>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    public async ValueTask<RunResult?> WaitAsync(string runId, CancellationToken cancellationToken = default)
    {
        using var waiting = _endings.Wait(runId);
        for (var pause = FirstLook; ; pause = pause * 2 < LongestWait ? pause * 2 : LongestWait)
        {
            if (await ToldAsync(waiting.End, pause, cancellationToken) is { } told)
            {
                return await _values.LoadAsync(told, cancellationToken);
            }

            var instance = await _parts.Hub.GetAsync(runId, cancellationToken);
            if (instance is null)
            {
                return null;
            }

            if (EndOf(runId, instance) is { } end)
            {
                return await _values.LoadAsync(end, cancellationToken);
            }
        }
    }

    private async ValueTask<RunResult?> ToldAsync(
        Task<RunResult> end,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await end.WaitAsync(patience, _options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>A host's failure is no end: the run goes on after a rewind.</summary>
    private static RunResult? EndOf(string runId, InstanceState instance) =>
        RunOutputs.Find(instance.Output)
        ?? OpenStatus.Read(runId, instance.CustomStatus)?.Result
        ?? (instance.Status == InstanceStatus.Terminated ? LostEnds.Terminated : null);
}
