using System.Threading.Channels;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Brings entries that are kept on the disk into the table, behind the answers.</summary>
internal sealed partial class AuditShipping(AuditStore store, TimeProvider time, ILogger<AuditShipping> logger)
{
    private const int MaxAtOnce = 1000;

    /// <summary>How long entries wait for others: a request to the table costs about as much for one as for many.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<Parcel> _parcels = Channel.CreateUnbounded<Parcel>(new() { SingleReader = true });
    private TaskCompletionSource _hurry = NewSource();
    private long _sent;
    private long _stored;

    /// <summary>How many entries were sent on their way so far.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>How many of them, the oldest first, have arrived.</summary>
    public long Stored => Volatile.Read(ref _stored);

    /// <summary>How many are on the way.</summary>
    public long Waiting => Math.Max(0, Sent - Stored);

    /// <summary>Sends an entry on its way.</summary>
    public void Add(AuditRow row)
    {
        Interlocked.Increment(ref _sent);
        _parcels.Writer.TryWrite(new(row, null));
    }

    /// <summary>Waits until what is on the way now is stored, but not for long: who reads shall see what was just done.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (Waiting > 0)
        {
            var mark = NewSource();
            if (_parcels.Writer.TryWrite(new(null, mark)))
            {
                Volatile.Read(ref _hurry).TrySetResult();
                var waiting = mark.Task.WaitAsync(Patience, time, cancellationToken);
                await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void Complete()
    {
        _parcels.Writer.TryComplete();
        Volatile.Read(ref _hurry).TrySetResult();
    }

    /// <summary>Brings them there, as long as it takes.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await _parcels.Reader.WaitToReadAsync(stop))
        {
            await _hurry.Task.WaitAsync(Gathering, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Before anything is taken: who is in a hurry has put a mark behind what they wait for.
            Volatile.Write(ref _hurry, NewSource());
            var some = new List<Parcel>();
            while (some.Count < MaxAtOnce && _parcels.Reader.TryRead(out var parcel))
            {
                some.Add(parcel);
            }

            AuditRow[] rows = [.. some.Select(static parcel => parcel.Row).OfType<AuditRow>()];
            await InsistAsync(rows, stop);
            Interlocked.Add(ref _stored, rows.Length);
            some.ForEach(static parcel => parcel.Mark?.TrySetResult());
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task InsistAsync(AuditRow[] rows, CancellationToken stop)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await store.AddAsync(rows, stop);
                return;
            }
#pragma warning disable CA1031 // The service fails in any way; the entries are safe meanwhile.
            catch (Exception exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogDelayed(exception, Waiting);
                await Task.Delay(pause, time, stop);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} entries of the audit log wait on the disk for the storage account")]
    private partial void LogDelayed(Exception exception, long count);

    private readonly record struct Parcel(AuditRow? Row, TaskCompletionSource? Mark);
}
