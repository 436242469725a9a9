using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>A schedule, how far it has come and what waits for its turn. Only the loop touches it.</summary>
internal sealed class ScheduleEntry
{
    private const int MaxDoublings = 5;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Queue<PlannedTime> _pending = new();
    private DateTimeOffset _plannedUntil;
    private string? _cancelledRunId;
    private int _tries;
    private bool _wasPutOff;

    /// <param name="key">Which schedule.</param>
    /// <param name="state">How far it has come, or null when it is new.</param>
    public ScheduleEntry(TriggerKey key, ScheduleState? state)
    {
        Key = key;
        State = state ?? new(key.FlowId, key.TriggerId) { Definition = "", SettledUntil = default };
        _plannedUntil = State.SettledUntil;
    }

    /// <summary>Which schedule.</summary>
    public TriggerKey Key { get; }

    /// <summary>How far it has come.</summary>
    public ScheduleState State { get; private set; }

    /// <summary>When to look at it next; null when it need not be.</summary>
    public DateTimeOffset? WakesAt { get; private set; }

    /// <summary>Whether a start is on its way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether nothing is tried for a while.</summary>
    public bool IsResting { get; set; }

    /// <summary>Whether a time waits for its turn.</summary>
    public bool HasPending => _pending.Count > 0;

    /// <summary>Whether a time can have its turn.</summary>
    public bool CanFire => HasPending && !IsBusy && !IsResting && Known!.Fires;

    /// <summary>What the registry said of it last; null before that.</summary>
    public ActiveTrigger? Trigger => Known?.Trigger;

    private KnownSchedule? Known { get; set; }

    private ScheduleTimes? Times => Known!.Times;

    /// <summary>Takes what the registry says.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="schedule">Its definition.</param>
    /// <param name="now">The time.</param>
    /// <param name="hasChanged">Whether the state has changed.</param>
    /// <returns>Whether anything is new.</returns>
    public bool Update(ActiveTrigger trigger, ScheduleTrigger schedule, DateTimeOffset now, out bool hasChanged)
    {
        hasChanged = false;
        if (trigger == Known?.Trigger)
        {
            return false;
        }

        var before = State;
        Known = new KnownSchedule(trigger, schedule);
        if (Known.Definition != State.Definition)
        {
            BeginAt(now);
            State = State with { Definition = Known.Definition, Error = null, ErrorDueAt = null };
        }
        else if (trigger.Fires == State.IsIdle)
        {
            BeginAt(now);
        }

        State = State with { IsIdle = !trigger.Fires };
        if (Known.Problem is { } problem)
        {
            State = State with { Error = problem, ErrorDueAt = now };
        }

        hasChanged = State != before;
        return true;
    }

    /// <summary>Its times cannot be told, whatever the reason: nothing is planned until its flow changes.</summary>
    public void Break(ActiveTrigger trigger, ScheduleTrigger schedule, DateTimeOffset now)
    {
        Known = new KnownSchedule(trigger, schedule, ScheduleProblems.Broken);
        State = State with { Error = ScheduleProblems.Broken, ErrorDueAt = now };
        WakesAt = null;
    }

    /// <inheritdoc cref="Break(ActiveTrigger, ScheduleTrigger, DateTimeOffset)"/>
    public void Break(DateTimeOffset now) => Break(Known!.Trigger, Known.Schedule, now);

    /// <summary>Decides about the times until now.</summary>
    /// <returns>Whether the state has changed.</returns>
    public bool Plan(DateTimeOffset now)
    {
        if (!Known!.Fires)
        {
            WakesAt = null;
            return false;
        }

        var before = State;
        var plan = SchedulePlanner.Plan(Known.Schedule, Times!, _plannedUntil, State.WaitingUntil, now);
        foreach (var time in plan.Times)
        {
            _pending.Enqueue(time);
        }

        (_plannedUntil, WakesAt) = (plan.PlannedUntil, plan.WakesAt);
        GiveUp(plan.GivenUpUntil);
        if (_wasPutOff && HasPending)
        {
            State = State with { WaitingUntil = _plannedUntil };
        }
        else if (!HasPending)
        {
            // What needs no run is settled.
            State = State with
            {
                SettledUntil = _plannedUntil,
            };
        }

        return State != before;
    }

    /// <summary>The time whose turn it is.</summary>
    /// <param name="mayHaveBegunUntil">Runs until then may have been started by others.</param>
    public FireRequest Next(DateTimeOffset mayHaveBegunUntil)
    {
        var planned = _pending.Peek();
        var mayHaveBegun = planned.Time.FiresAt <= mayHaveBegunUntil || _tries > 0;
        var run = ScheduleRuns.Of(Known!.Trigger, Times!, planned, mayHaveBegun);
        return new FireRequest(run, planned, Known!.Schedule.Overlap)
        {
            LastRunId = State.LastRunId,
            HasCancelled = _cancelledRunId is not null && _cancelledRunId == State.LastRunId,
            Tries = _tries,
        };
    }

    /// <summary>Takes what came of a time.</summary>
    /// <returns>Whether the state has changed.</returns>
    public bool Take(FireRequest fire, FireOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Kind is FireKind.Waits or FireKind.Later)
        {
            return PutOff(outcome);
        }

        var isCurrent = HasPending && _pending.Peek().DueAt == fire.Planned.DueAt;
        if (isCurrent)
        {
            _pending.Dequeue();
        }

        (_tries, _wasPutOff) = (0, _wasPutOff && HasPending);
        State = outcome.RunId is { } runId
            ? State with
            {
                LastRunId = runId,
                LastDueAt = fire.Planned.DueAt,
                LastStartedAt = outcome.Kind == FireKind.Started ? now : State.LastStartedAt,
                Error = null,
                ErrorDueAt = null,
            }
            : State with
            {
                Error = outcome.Message,
                ErrorDueAt = fire.Planned.DueAt,
            };
        Settle(HasPending ? fire.Planned.DueAt : _plannedUntil);
        return true;
    }

    /// <summary>How long to rest before the next try.</summary>
    public TimeSpan RestAfter(FireOutcome outcome)
    {
        if (outcome.Kind == FireKind.Waits)
        {
            return LookAgain;
        }

        var rest = outcome.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(_tries - 1, MaxDoublings));
        return rest < LongestRest ? rest : LongestRest;
    }

    private void BeginAt(DateTimeOffset now)
    {
        _pending.Clear();
        (_plannedUntil, _tries, _wasPutOff) = (now, 0, false);
        State = State with { SettledUntil = now, WaitingUntil = null };
    }

    /// <summary>Of too many times that wait the oldest go.</summary>
    private void GiveUp(DateTimeOffset? until)
    {
        var limit = SchedulePlanner.LimitOf(Known!.Schedule.Overlap);
        while (_pending.Count > limit && !IsBusy)
        {
            until = _pending.Dequeue().DueAt;
        }

        if (until is { } last)
        {
            // What has waited since before the downtime still has its turn.
            Settle(HasPending && _pending.Peek().DueAt <= last ? State.SettledUntil : last);
            State = State with { GivenUpUntil = last };
        }
    }

    private bool PutOff(FireOutcome outcome)
    {
        var before = State;
        (_tries, _wasPutOff) = (outcome.Kind == FireKind.Later ? _tries + 1 : _tries, true);
        if (outcome.Kind == FireKind.Waits)
        {
            _cancelledRunId = outcome.RunId;
            while (Known!.Schedule.Overlap == RunOverlap.CancelPrevious && _pending.Count > 1)
            {
                // The run for each of them would be cancelled by the one for the next at once.
                Settle(_pending.Dequeue().DueAt);
            }
        }

        State = State with { WaitingUntil = HasPending ? _plannedUntil : State.WaitingUntil };
        return State != before;
    }

    private void Settle(DateTimeOffset until)
    {
        if (until > State.SettledUntil)
        {
            State = State with
            {
                SettledUntil = until,
                WaitingUntil = State.WaitingUntil > until ? State.WaitingUntil : null,
            };
        }
    }
}
