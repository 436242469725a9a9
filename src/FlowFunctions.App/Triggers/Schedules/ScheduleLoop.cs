using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>
/// Starts the runs of schedules when they are due, for as long as the lease is held. One task changes all that is known; starts, rests and the
/// storing of states tell it what came of them.
/// </summary>
internal sealed class ScheduleLoop : IDisposable
{
    /// <summary>The system's clock may be set, and a machine may sleep.</summary>
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromSeconds(5);

    private readonly Channel<Action> _events = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stop;
    private readonly ScheduleBook _book;
    private readonly SchedulerParts _parts;
    private readonly SchedulerLease _lease;
    private readonly ScheduleKeeping _keeping;
    private readonly ScheduleTurns _turns;
    private readonly ScheduleWarmUp _warmUp;
    private readonly DateTimeOffset? _until;
    private readonly DateTimeOffset _mayHaveBegunUntil;
    private TriggerSnapshot _known = TriggerSnapshot.Empty;
    private int _onTheirWay;

    /// <param name="parts">What it works with.</param>
    /// <param name="lease">The lease, which is held.</param>
    /// <param name="until">Only what is due until then; null for no end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ScheduleLoop(
        SchedulerParts parts,
        SchedulerLease lease,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    )
    {
        (_parts, _lease, _until) = (parts, lease, until);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _book = new ScheduleBook(parts.Log);
        _keeping = new ScheduleKeeping(parts.Store, parts.Gone, parts.Log, _book, parts.Time, Tell);
        _turns = new ScheduleTurns(parts, lease, _stop.Token);
        _warmUp = new ScheduleWarmUp(parts.Starter, _stop.Token);
        _mayHaveBegunUntil = parts.Time.GetUtcNow() + ScheduleLimits.ClockDifference;
    }

    private CancellationToken Stopping => _stop.Token;

    private bool IsUseless => !_lease.IsHeld || IsDone;

    /// <summary>Nothing more is due until then, and nothing is on its way. What waits for a run's end is looked at by the next loop.</summary>
    private bool IsDone =>
        _until is { } end
        && _onTheirWay == 0
        && !_events.Reader.TryPeek(out _)
        && _keeping.IsIdle
        && (_book.WakesAt is not { } next || next > end);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _turns.Dispose();
    }

    /// <summary>Goes on until the lease is lost, the work is done or the caller gives up.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage does not tell how far the schedules have come.</exception>
    public async Task RunAsync()
    {
        var watching = Task.CompletedTask;
        try
        {
            await TakeAsync(_parts.Registry.Current);
            watching = WatchAsync();
            while (!IsUseless)
            {
                Work();
                await WaitAsync();
            }
        }
        finally
        {
            await _stop.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync();
        }
    }

    private void Work()
    {
        while (_events.Reader.TryRead(out var happened))
        {
            happened();
        }

        var now = _parts.Time.GetUtcNow();
        foreach (var entry in _book.PlanDue(now))
        {
            Fire(entry);
        }

        _warmUp.Add(_book.TakeSoon(now + ScheduleWarmUp.Ahead));
        _keeping.Store(_lease, isStarting: _onTheirWay > 0);
    }

    private async Task WaitAsync()
    {
        var rest = _book.WakesAt - _parts.Time.GetUtcNow();
        var wait = rest < LookAtLeast ? rest.Value : LookAtLeast;
        if (IsDone || wait <= TimeSpan.Zero)
        {
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        Task happened = _events.Reader.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(happened, Task.Delay(wait, _parts.Time, over.Token));
        await over.CancelAsync();
        await happened.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stopping.ThrowIfCancellationRequested();
    }

    private void Tell(Action happened) => _events.Writer.TryWrite(happened);

    private async Task WatchAsync()
    {
        try
        {
            for (var known = _known; ; )
            {
                known = await _parts.Registry.WaitForChangeAsync(known, Stopping);
                await TakeAsync(known);
            }
        }
        catch (Exception exception) when (!Stopping.IsCancellationRequested)
        {
            Tell(() => ExceptionDispatchInfo.Throw(exception));
        }
    }

    private async Task TakeAsync(TriggerSnapshot snapshot)
    {
        if (snapshot != TriggerSnapshot.Empty)
        {
            // Else nothing has been read yet, which does not mean that there are no schedules.
            await _keeping.LoadAsync(snapshot, Stopping);
            Tell(() => Take(snapshot));
        }

        _known = snapshot;
    }

    private void Take(TriggerSnapshot snapshot)
    {
        _keeping.Forget(_book.Take(snapshot, _parts.Time.GetUtcNow()));
        foreach (var entry in _book.Entries)
        {
            Fire(entry);
        }
    }

    private void Fire(ScheduleEntry entry)
    {
        if (entry.CanFire && _lease.IsHeld)
        {
            _book.Try(entry, () => FireNext(entry), () => entry.Break(_parts.Time.GetUtcNow()));
        }
    }

    private void FireNext(ScheduleEntry entry)
    {
        var fire = entry.Next(_mayHaveBegunUntil);
        entry.IsBusy = true;
        _onTheirWay++;
        _ = _turns.FireAsync(fire, outcome => Tell(() => Fired(entry, fire, outcome)));
    }

    private void Fired(ScheduleEntry entry, FireRequest fire, FireOutcome? outcome)
    {
        entry.IsBusy = false;
        _onTheirWay--;
        if (outcome is null)
        {
            return;
        }

        var now = _parts.Time.GetUtcNow();
        _book.Mark(entry, entry.Take(fire, outcome, now));
        _parts.Log.Write(entry.Key, fire, outcome, now);
        if (outcome.Kind is FireKind.Waits or FireKind.Later)
        {
            entry.IsResting = true;
            _ = _turns.RestAsync(outcome, entry.RestAfter(outcome), () => Tell(() => Rested(entry)));
        }
        else if (!Stopping.IsCancellationRequested)
        {
            Fire(entry);
        }
    }

    private void Rested(ScheduleEntry entry)
    {
        entry.IsResting = false;
        if (_book.Has(entry) && !Stopping.IsCancellationRequested)
        {
            Fire(entry);
        }
    }

    /// <summary>What was started is stored, as far as it still may be.</summary>
    private async Task EndAsync()
    {
        while (_onTheirWay > 0 && await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_events.Reader.TryRead(out var happened))
            {
                happened();
            }
        }

        await _warmUp.EndAsync();
        await _keeping.EndAsync(_lease);
    }
}
