using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>All schedules by the time when to look at them next, and which of them have changed. Only the loop touches it.</summary>
/// <param name="log">Where schedules are told that cannot be looked at; they hold up no other.</param>
internal sealed class ScheduleBook(ScheduleLog log)
{
    private readonly Dictionary<TriggerKey, ScheduleEntry> _entries = [];
    private readonly Dictionary<TriggerKey, ScheduleState> _stored = [];
    private readonly PriorityQueue<ScheduleEntry, DateTimeOffset> _wakes = new();
    private readonly PriorityQueue<ScheduleEntry, DateTimeOffset> _soon = new();
    private HashSet<ScheduleEntry> _changed = [];

    /// <summary>All schedules.</summary>
    public IReadOnlyCollection<ScheduleEntry> Entries => _entries.Values;

    /// <summary>Whether states are to be stored.</summary>
    public bool HasChanges => _changed.Count > 0;

    /// <summary>When to look at a schedule next; null when at none.</summary>
    public DateTimeOffset? WakesAt
    {
        get
        {
            while (_wakes.TryPeek(out var entry, out var at))
            {
                if (entry.WakesAt == at && Has(entry))
                {
                    return at;
                }

                // It was put here for a time that does not count any more.
                _wakes.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Whether a schedule is still there.</summary>
    public bool Has(ScheduleEntry entry) => _entries.GetValueOrDefault(entry.Key) == entry;

    /// <summary>Whether there is a schedule.</summary>
    public bool Has(TriggerKey key) => _entries.ContainsKey(key);

    /// <summary>Takes how far the schedules of a workspace had come.</summary>
    public void Load(string workspace, IEnumerable<ScheduleState> states)
    {
        foreach (var state in states)
        {
            _stored[new TriggerKey(workspace, state.FlowId, state.TriggerId)] = state;
        }
    }

    /// <summary>Takes the schedules that there are now.</summary>
    /// <returns>Those that there are no more, it seems.</returns>
    public IReadOnlyList<TriggerKey> Take(TriggerSnapshot snapshot, DateTimeOffset now)
    {
        var seen = new HashSet<TriggerKey>();
        foreach (var (trigger, schedule) in snapshot.Of<ScheduleTrigger>())
        {
            seen.Add(trigger.Key);
            Take(trigger, schedule, now);
        }

        var gone = _entries.Keys.Concat(_stored.Keys).Where(key => !seen.Contains(key)).Distinct().ToList();
        foreach (var key in gone)
        {
            // How far it had come is kept until its flow was looked at: what is known here may be older than that.
            if (_entries.Remove(key, out var entry))
            {
                _changed.Remove(entry);
            }
        }

        return gone;
    }

    /// <summary>A schedule is not there any more.</summary>
    public void Forget(TriggerKey key) => _stored.Remove(key);

    /// <summary>Decides about all that is due.</summary>
    /// <returns>The schedules that were looked at.</returns>
    public IReadOnlyList<ScheduleEntry> PlanDue(DateTimeOffset now)
    {
        var due = new List<ScheduleEntry>();
        while (WakesAt is { } at && at <= now)
        {
            var entry = _wakes.Dequeue();
            Plan(entry, now);
            due.Add(entry);
        }

        return due;
    }

    /// <summary>The schedules to look at before a time, each once for each time that it is looked at.</summary>
    public IReadOnlyList<ActiveTrigger> TakeSoon(DateTimeOffset before)
    {
        var soon = new List<ActiveTrigger>();
        while (_soon.TryPeek(out var entry, out var at) && at < before)
        {
            _soon.Dequeue();
            if (entry.WakesAt == at && Has(entry) && entry.Trigger is { } trigger)
            {
                soon.Add(trigger);
            }
        }

        return soon;
    }

    /// <summary>A schedule's state has changed, unless it has not.</summary>
    public void Mark(ScheduleEntry entry, bool hasChanged = true)
    {
        if (hasChanged && Has(entry))
        {
            _changed.Add(entry);
        }
    }

    /// <summary>The schedules whose states are to be stored; they count as stored from now on.</summary>
    public IReadOnlyCollection<ScheduleEntry> TakeChanges()
    {
        var changed = _changed;
        _changed = [];
        return changed;
    }

    private void Take(ActiveTrigger trigger, ScheduleTrigger schedule, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(trigger.Key, out var entry))
        {
            _stored.Remove(trigger.Key, out var state);
            _entries[trigger.Key] = entry = new ScheduleEntry(trigger.Key, state);
        }

        Try(
            entry,
            () =>
            {
                if (entry.Update(trigger, schedule, now, out var hasChanged))
                {
                    Mark(entry, hasChanged);
                    Plan(entry, now);
                }
            },
            () => entry.Break(trigger, schedule, now)
        );
    }

    /// <summary>Does something with a schedule that may fail. Then it is not looked at until its flow changes.</summary>
    public void Try(ScheduleEntry entry, Action act, Action broken)
    {
        try
        {
            act();
        }
#pragma warning disable CA1031 // Whatever is wrong with one schedule must not hold up the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            broken();
            Mark(entry);
            log.WriteBroken(entry.Key, exception);
        }
    }

    private void Plan(ScheduleEntry entry, DateTimeOffset now)
    {
        Try(entry, () => Mark(entry, entry.Plan(now)), () => entry.Break(now));
        if (entry.WakesAt is { } next)
        {
            _wakes.Enqueue(entry, next);
            _soon.Enqueue(entry, next);
        }
    }
}
