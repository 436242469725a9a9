using System.Threading.Channels;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// Takes entries, and answers when they are kept: what is done together is kept together, so that a busy app pays for one write and not for each
/// entry. Where nothing can be kept nothing is changed any more: an app whose disk is full must not go on unwatched.
/// </summary>
internal sealed partial class AuditLog(
    AuditKeeper keeper,
    AuditShipping shipping,
    AuditSettings settings,
    TimeProvider time,
    ILogger<AuditLog> logger
)
{
    private const int MaxAtOnce = 500;
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    // Not for a single reader: such a channel cannot be counted.
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _failedUntil;

    /// <summary>Refuses what could not be recorded, before it is done.</summary>
    /// <exception cref="ProblemException">503: it could not.</exception>
    public void Check()
    {
        if (shipping.Waiting >= settings.MaxWaiting || time.GetUtcNow().UtcTicks < Volatile.Read(ref _failedUntil))
        {
            throw new ProblemException(Unavailable);
        }
    }

    /// <summary>Keeps an entry.</summary>
    /// <exception cref="ProblemException">503: it cannot be kept.</exception>
    public async Task RecordAsync(AuditDraft draft)
    {
        var waiting = new Waiting(draft);
        if (!_waiting.Writer.TryWrite(waiting) || !await waiting.Done.Task)
        {
            LogLost(AuditJson.Write(draft.ToEntry("", time.GetUtcNow())));
            throw new ProblemException(Unavailable);
        }
    }

    /// <summary>Takes nothing any more.</summary>
    /// <returns>When what was taken is kept.</returns>
    public Task EndAsync()
    {
        _waiting.Writer.TryComplete();
        return _ended.Task;
    }

    /// <summary>Keeps what comes until the end.</summary>
    public async Task RunAsync()
    {
        var some = new List<Waiting>(MaxAtOnce);
        await foreach (var first in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            some.Clear();
            some.Add(first);
            while (some.Count < MaxAtOnce && _waiting.Reader.TryRead(out var next))
            {
                some.Add(next);
            }

            await KeepAsync(some);
        }

        _ended.SetResult();
    }

    private async Task KeepAsync(List<Waiting> some)
    {
        var isKept = false;
        try
        {
            await keeper.KeepAsync(some.Select(static one => one.Draft));
            isKept = true;
        }
#pragma warning disable CA1031 // Disks and services fail in any way; whoever waits must learn it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Volatile.Write(ref _failedUntil, (time.GetUtcNow() + TryAgain).UtcTicks);
            LogFailed(exception);
        }

        some.ForEach(one => one.Done.SetResult(isKept));
    }

    private static Problem Unavailable { get; } =
        new(
            StatusCodes.Status503ServiceUnavailable,
            "Audit.Unavailable",
            "The audit log cannot be written, so nothing can be changed. Look at the app's log: the disk of its data folder or the storage account fails."
        )
        {
            RetryAfter = TryAgain,
        };

    [LoggerMessage(1, LogLevel.Error, "The audit log cannot be written; changes are refused until it can")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Critical, "This is not in the audit log, because that cannot be written: {Entry}")]
    private partial void LogLost(string entry);

    private sealed record Waiting(AuditDraft Draft)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
