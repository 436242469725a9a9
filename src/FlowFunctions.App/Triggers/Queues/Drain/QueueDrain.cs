using FlowFunctions.App.Triggers.Queues.Pumps;
using FlowFunctions.Engine.DurableTask.Loops;

namespace FlowFunctions.App.Triggers.Queues.Drain;

/// <summary>One look into all queues of triggers, for a Functions host that calls again and again (<see cref="ActivityLoop"/>).</summary>
internal sealed partial class QueueDrain(
    TriggerRegistry registry,
    QueuePumps pumps,
    QueueSettings settings,
    TimeProvider time,
    ILogger<QueueDrain> logger
)
{
    /// <summary>How long one call takes messages; short enough that a stopping host loses little.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What is being started then may go on for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Each call costs requests of the task hub, so an empty queue is looked into more seldom from the start.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Whether any trigger reads a queue now.</summary>
    public bool HasQueues => pumps.For(registry.Current).Count > 0;

    /// <summary>Takes messages until all queues are empty, or the time is up.</summary>
    /// <param name="input">What the call before answered.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <returns>How soon to look again; without any queue the loop ends, since each of its rounds costs requests.</returns>
    public async Task<string> RunAsync(string input, CancellationToken cancellationToken)
    {
        var readers = pumps.For(registry.Current);
        if (readers.Count == 0)
        {
            return LoopPause.Write(LoopPause.End);
        }

        using var stop = new CancellationTokenSource(Limit, time);
        using var giveUp = new CancellationTokenSource(Limit + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellationToken);
        var counts = await Task.WhenAll(readers.Select(pump => TryDrainAsync(pump, stop.Token, either.Token)));
        return LoopPause.Write(counts.Sum() > 0 ? TimeSpan.Zero : Longer(LoopPause.Read(input) ?? TimeSpan.Zero));
    }

    private TimeSpan Longer(TimeSpan before) =>
        before < FirstPause ? FirstPause
        : before * 2 < settings.LongestPause ? before * 2
        : settings.LongestPause;

    private async Task<int> TryDrainAsync(MessagePump pump, CancellationToken stop, CancellationToken giveUp)
    {
        try
        {
            return await pump.DrainAsync(stop, giveUp);
        }
#pragma warning disable CA1031 // One queue that cannot be read must not hold up the others; it is looked into again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogOutage(exception, pump.Consumer.Queue);
            return 0;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The queue '{Queue}' cannot be read now; it is looked into again")]
    private partial void LogOutage(Exception exception, string queue);
}
