using System.Diagnostics;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Hub;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>An engine in this process, and how much of the time is its own. It may be called by several threads.</summary>
internal sealed class MeteredWorker : IHubWorker
{
    private readonly List<byte[]> _requests = [];

    public DurableEngine? Engine { get; set; }

    /// <summary>Whether the requests of turns are kept.</summary>
    public bool Keeps { get; init; }

    /// <summary>The requests of all turns so far, in order.</summary>
    public IReadOnlyList<byte[]> Requests => _requests;

    /// <summary>What calls are measured by.</summary>
    public Func<TimeSpan> Clock { get; init; } = static () => Stopwatch.GetElapsedTime(0);

    public Meter Turns { get; } = new();

    public Meter Activities { get; } = new();

    public async ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        if (Keeps)
        {
            _requests.Add(request);
        }

        var begun = Clock();
        var answer = await Engine!.TurnAsync(request, cancellationToken);
        Turns.Add(Clock() - begun);
        return answer;
    }

    public async ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    )
    {
        var begun = Clock();
        var result = await Engine!.ExecuteAsync(activity, instanceId, input, cancellationToken);
        Activities.Add(Clock() - begun);
        return result;
    }
}
