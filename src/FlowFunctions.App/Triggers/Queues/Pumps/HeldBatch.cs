using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>Messages that were taken together: they are held as long as one of them is not settled.</summary>
internal sealed class HeldBatch : IAsyncDisposable
{
    /// <summary>A message is held again when a third of its time is over, so that two requests may fail.</summary>
    private const int Renewals = 3;

    private readonly TimeSpan _visibility;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;

    /// <param name="messages">The messages.</param>
    /// <param name="visibility">How long they are held each time.</param>
    /// <param name="time">The clock.</param>
    public HeldBatch(IReadOnlyList<HeldMessage> messages, TimeSpan visibility, TimeProvider time)
    {
        (Messages, _visibility, _time) = (messages, visibility, time);
        _renewing = RenewAsync();
    }

    /// <summary>The messages.</summary>
    public IReadOnlyList<HeldMessage> Messages { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        foreach (var message in Messages)
        {
            message.Dispose();
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(_visibility / Renewals, _time);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            await Task.WhenAll(Messages.Where(static message => !message.IsSettled).Select(TryRenewAsync));
        }
    }

    private async Task TryRenewAsync(HeldMessage message)
    {
        try
        {
            await message.RenewAsync(_visibility, _end.Token);
        }
#pragma warning disable CA1031 // Storage may fail in any way; at worst the message comes again, and its run is found.
        catch (Exception) when (!_end.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The next renewal may go well.
        }
    }
}
