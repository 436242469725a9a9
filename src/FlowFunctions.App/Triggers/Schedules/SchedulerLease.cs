using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>
/// The lease by which one process at a time runs the schedules of a storage account. It counts from the moment before it was asked for, by the
/// clock that never jumps and by the other one, whichever is later: a process that was stopped or slept does not believe in it any more.
/// </summary>
internal sealed class SchedulerLease(LeaseStore leases, AppIdentity identity, TimeProvider time)
{
    private const string Name = "schedules";

    /// <summary>A lease that was not renewed for so long is free.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    /// <summary>How often it is renewed, and asked for.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    /// <summary>So much before its end it counts as lost, so that a start that is on its way then ends before another process begins.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private long _takenAt;
    private DateTimeOffset _takenOn;
    private bool _isTaken;

    /// <summary>Whether this process may start runs.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                return _isTaken
                    && time.GetElapsedTime(_takenAt) < Lifetime - Margin
                    && time.GetUtcNow() - _takenOn < Lifetime - Margin;
            }
        }
    }

    /// <summary>
    /// How long an answer is waited for. As long as it is held there is time until its end: a service that is busy answers in turn, and who
    /// asks again waits from the beginning.
    /// </summary>
    private TimeSpan Patience
    {
        get
        {
            var left = IsHeld ? Lifetime - Margin - time.GetElapsedTime(_takenAt) : TimeSpan.Zero;
            return left > RenewEvery ? left : RenewEvery;
        }
    }

    /// <summary>Takes or renews it.</summary>
    /// <returns>Whether it is this process's now.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It does not answer in time.</exception>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (at, on) = (time.GetTimestamp(), time.GetUtcNow());
        var isTaken = await leases.TryTakeAsync(Name, identity.Name, Lifetime, both.Token);
        lock (_gate)
        {
            (_takenAt, _takenOn, _isTaken) = (at, on, isTaken);
        }

        return isTaken;
    }

    /// <summary>Gives it up, so that another process need not wait for its end.</summary>
    public async Task ReleaseAsync()
    {
        bool wasTaken;
        lock (_gate)
        {
            (wasTaken, _isTaken) = (_isTaken, false);
        }

        if (wasTaken)
        {
            using var limit = new CancellationTokenSource(Margin, time);
            await leases.ReleaseAsync(Name, identity.Name, limit.Token);
        }
    }
}
