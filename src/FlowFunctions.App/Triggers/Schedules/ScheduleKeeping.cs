using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>
/// Reads and stores how far schedules have come. A state is stored after the starts that it tells of: a crash in between repeats a start, and a
/// repeated start finds its run. Only the loop calls it.
/// </summary>
/// <param name="store">Where states are.</param>
/// <param name="goneSchedules">Forgets those that are not there any more.</param>
/// <param name="log">Where failures are told.</param>
/// <param name="book">What has changed.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Has something done by the loop.</param>
internal sealed class ScheduleKeeping(
    ScheduleStore store,
    GoneSchedules goneSchedules,
    ScheduleLog log,
    ScheduleBook book,
    TimeProvider time,
    Action<Action> tell
)
{
    private static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(3);
    private readonly HashSet<string> _workspaces = new(StringComparer.Ordinal);
    private readonly HashSet<TriggerKey> _gone = [];
    private Task _storing = Task.CompletedTask;
    private long _storedAt = time.GetTimestamp();

    /// <summary>Whether all is stored.</summary>
    public bool IsIdle => _storing.IsCompleted && !HasWork;

    private bool HasWork => book.HasChanges || _gone.Count > 0;

    /// <summary>Reads how far the schedules of workspaces had come that were not known before. May be called beside the loop.</summary>
    public async Task LoadAsync(TriggerSnapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (var workspace in snapshot.All.Select(static trigger => trigger.Key.Workspace).Distinct())
        {
            if (!_workspaces.Contains(workspace))
            {
                var states = await store.ListAsync(workspace, cancellationToken);
                _workspaces.Add(workspace);
                tell(() => book.Load(workspace, states));
            }
        }
    }

    /// <summary>These schedules are not there any more, it seems.</summary>
    public void Forget(IEnumerable<TriggerKey> gone) => _gone.UnionWith(gone);

    /// <summary>Begins to store what has changed, unless something is being stored. While runs are being started states wait for a while.</summary>
    public void Store(SchedulerLease lease, bool isStarting)
    {
        var isTime = !isStarting || time.GetElapsedTime(_storedAt) >= LongestGathering;
        if (isTime && _storing.IsCompleted && HasWork && lease.IsHeld)
        {
            _storedAt = time.GetTimestamp();
            _storing = StoreAsync();
        }
    }

    /// <summary>Stores what is left, within a short time. What is not stored is found out by whoever comes next.</summary>
    public async Task EndAsync(SchedulerLease lease)
    {
        await _storing;
        if (HasWork && lease.IsHeld)
        {
            using var limit = new CancellationTokenSource(LastLimit, time);
            await StoreAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken = default)
    {
        var changed = book.TakeChanges();
        TriggerKey[] gone = [.. _gone];
        _gone.Clear();
        try
        {
            await SendAsync(
                [.. changed.Select(static entry => (entry.Key.Workspace, entry.State))],
                gone,
                cancellationToken
            );
            tell(log.WriteStored);
        }
#pragma warning disable CA1031 // Storage may fail in any way; what is not stored is tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            tell(() => Keep(changed, gone, exception));
            await Task.Delay(StoreAgain, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(
        (string Workspace, ScheduleState State)[] changed,
        TriggerKey[] gone,
        CancellationToken cancellationToken
    )
    {
        foreach (var key in gone)
        {
            if (await goneSchedules.ForgetAsync(key, cancellationToken))
            {
                tell(() => book.Forget(key));
            }
        }

        foreach (var workspace in changed.GroupBy(static state => state.Workspace))
        {
            await store.SaveAsync(workspace.Key, workspace.Select(static state => state.State), cancellationToken);
        }
    }

    private void Keep(IEnumerable<ScheduleEntry> changed, IEnumerable<TriggerKey> gone, Exception exception)
    {
        log.WriteOutage(exception);
        foreach (var entry in changed)
        {
            book.Mark(entry);
        }

        _gone.UnionWith(gone.Where(key => !book.Has(key)));
    }
}
