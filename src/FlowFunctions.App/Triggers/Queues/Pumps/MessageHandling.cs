using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>
/// What becomes of one message in hand: its run starts and it is deleted; it cannot be used and is tried again or goes to the poison queue; or
/// the run cannot be started now, and the message is held until it can. Holding counts as no try.
/// </summary>
internal sealed partial class MessageHandling(
    PoisonQueue poison,
    QueueSettings settings,
    TimeProvider time,
    ILogger<MessageHandling> logger
)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Settles a message.</summary>
    /// <param name="consumer">Whose it is.</param>
    /// <param name="message">The message; somebody else holds it for long enough.</param>
    /// <param name="stop">The message is given back unless its run is being started.</param>
    /// <param name="giveUp">Ends what is under way.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task SettleAsync(
        IMessageConsumer consumer,
        HeldMessage message,
        CancellationToken stop,
        CancellationToken giveUp
    )
    {
        var steps = new Queue<Func<Task>>();
        for (var wait = FirstWait; !message.IsSettled; wait = Longer(wait))
        {
            var trouble = steps.Count > 0 ? null : await DecideAsync(consumer, message, steps, stop, giveUp);
            while (trouble is null && steps.TryPeek(out var step) && !message.IsSettled)
            {
                trouble = await TryAsync(step, giveUp);
                _ = trouble is null && steps.TryDequeue(out _);
            }

            if (trouble is null || stop.IsCancellationRequested)
            {
                // What storage does not take while the app stops comes again when the message's time is over.
                return;
            }

            LogWaiting(consumer.Queue, trouble.Problem.Code, trouble.Problem.Detail);
            await WaitAsync(Shorter(trouble.Problem.RetryAfter ?? wait, LongestWait), stop);
        }
    }

    /// <summary>Finds what is to be done with the message, or why that cannot be told now.</summary>
    private async Task<MessageFault?> DecideAsync(
        IMessageConsumer consumer,
        HeldMessage message,
        Queue<Func<Task>> steps,
        CancellationToken stop,
        CancellationToken giveUp
    )
    {
        if (stop.IsCancellationRequested || !consumer.IsActive)
        {
            steps.Enqueue(() => message.GiveBackAsync(TimeSpan.Zero, giveUp));
            return null;
        }

        // The process may have been stopped for so long that somebody else has the message, and starts its run.
        if (
            message.MayBeLost
            && await TryAsync(() => message.RenewAsync(settings.Visibility, giveUp), giveUp) is { } trouble
        )
        {
            return trouble;
        }

        if (message.IsSettled)
        {
            return null;
        }

        var incoming = new IncomingMessage(message.Id, message.Text, message.InsertedAt, message.Count);
        var fault = await TryAsync(async () => await consumer.StartAsync(incoming, giveUp), giveUp);
        if (fault is { IsOfMessage: false })
        {
            return fault;
        }

        if (fault is null)
        {
            steps.Enqueue(() => CountedAsync(message.DeleteAsync(giveUp), "done"));
        }
        else if (message.Count < consumer.MaxTries)
        {
            LogRefused(message.Id, consumer.Queue, message.Count, consumer.MaxTries, fault.Problem.Detail);
            steps.Enqueue(() =>
                CountedAsync(message.GiveBackAsync(settings.RetryAfter(message.Count), giveUp), "returned")
            );
        }
        else
        {
            // Sent on before it is deleted: a crash in between leaves it twice, never nowhere.
            var letter = new PoisonLetter(consumer, incoming, fault.Problem, time.GetUtcNow());
            steps.Enqueue(() => CountedAsync(poison.SendAsync(letter, giveUp), "poisoned"));
            steps.Enqueue(() => message.DeleteAsync(giveUp));
        }

        return null;
    }

    private static async Task CountedAsync(Task settled, string outcome)
    {
        await settled;
        TriggerMetrics.Settled(outcome);
    }

    /// <returns>What went wrong, or null.</returns>
    private static async Task<MessageFault?> TryAsync(Func<Task> act, CancellationToken giveUp)
    {
        try
        {
            await act();
            return null;
        }
#pragma warning disable CA1031 // Whatever goes wrong with one message must not hold up the others.
        catch (Exception exception) when (!giveUp.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return MessageFault.Of(exception);
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stop) =>
        await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TimeSpan Longer(TimeSpan wait) => Shorter(wait * 2, LongestWait);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Message {Id} of the queue '{Queue}' starts no run (try {Try} of {MaxTries}): {Reason}"
    )]
    private partial void LogRefused(string id, string queue, long @try, int maxTries, string reason);

    [LoggerMessage(2, LogLevel.Information, "Messages of the queue '{Queue}' wait: {Code}: {Reason}")]
    private partial void LogWaiting(string queue, string code, string reason);
}
