using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.DurableTask.Protocol;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>
/// What a run has asked the backend for: what its history does not hold yet is the next answer's actions, and what it holds is checked
/// against what the run asked for. That is how a replay by other rules is found out.
/// </summary>
internal sealed class PlannedActions
{
    private readonly Dictionary<int, PlannedAction> _open = [];
    private readonly List<PlannedAction> _fresh = [];

    /// <summary>Those that the history does not hold, in the order in which they were asked for.</summary>
    public IEnumerable<PlannedAction> Unscheduled =>
        _fresh.Where(static action => action is { IsScheduled: false, IsDropped: false });

    /// <summary>Those that wait for an answer.</summary>
    public IEnumerable<PlannedAction> Open => _open.Values;

    public void Add(PlannedAction action)
    {
        _open.Add(action.Id, action);
        _fresh.Add(action);
    }

    public bool TryFind<T>(int id, [NotNullWhen(true)] out T? action)
        where T : PlannedAction
    {
        action = _open.GetValueOrDefault(id) as T;
        return action is not null;
    }

    /// <summary>An answer has come; none to an action that is not open any more counts.</summary>
    public PlannedAction? Answer(int id) =>
        _open.TryGetValue(id, out var action) && action.IsScheduled && _open.Remove(id) ? action : null;

    /// <summary>
    /// An answer has come that fits actions of one kind only. A turn that was lost may have given the id to another kind: its answer must
    /// not take the place of the one that is still to come.
    /// </summary>
    public PlannedAction? Answer(int id, EventKind shownAs) =>
        _open.GetValueOrDefault(id)?.ShownAs == shownAs ? Answer(id) : null;

    /// <summary>The answer that has come was not its own.</summary>
    public void AwaitAgain(PlannedAction action) => _open.Add(action.Id, action);

    /// <summary>Takes back what the history does not hold yet.</summary>
    /// <returns>Whether it was taken back; else an answer will come.</returns>
    public bool Drop(PlannedAction action)
    {
        if (action.IsScheduled)
        {
            return false;
        }

        action.IsDropped = true;
        return _open.Remove(action.Id);
    }

    /// <summary>A rewind has cut a task out of the history that had been scheduled and had broken.</summary>
    public void CutOut(int id)
    {
        if (_open.TryGetValue(id, out var action) && action is { IsScheduled: false, ShownAs: EventKind.TaskScheduled })
        {
            action.IsScheduled = true;
            action.IsCutOut = true;
        }
    }

    /// <summary>A rewind has cut out that a task broke: the first of those whose scheduling it has cut out.</summary>
    public PlannedAction? TakeCutOut() =>
        _open.Values.Where(static action => action.IsCutOut).MinBy(static action => action.Id) is { } broken
            ? Answer(broken.Id)
            : null;

    /// <summary>The history shows that an action was scheduled.</summary>
    /// <exception cref="NonDeterministicException">The run has not asked for it.</exception>
    public void Confirm(HistoryEvent shown, string target)
    {
        var id = shown.EventId;
        if (!_open.TryGetValue(id, out var action) && RescheduledAs(shown) is { } again)
        {
            action = again;
        }

        if (action is null or { IsScheduled: true } || action.ShownAs != shown.EventTypeCase || action.Target != target)
        {
            throw new NonDeterministicException(
                $"{shown.EventTypeCase}({id}{(target.Length > 0 ? $", {target}" : "")})",
                action is { IsScheduled: false } ? action.ToString() : Expected()
            );
        }

        action.IsScheduled = true;
        if (action is ControlAction)
        {
            _open.Remove(id);
        }
    }

    /// <summary>A turn of the history ends: it must have scheduled everything.</summary>
    /// <param name="isComplete">Whether it had to; not where the backend has cut failures out of the history.</param>
    /// <exception cref="NonDeterministicException">The run has asked for something that the turn did not schedule.</exception>
    public void EndTurn(bool isComplete)
    {
        if (isComplete && Unscheduled.FirstOrDefault() is { } missing)
        {
            throw new NonDeterministicException("the end of the turn", missing.ToString());
        }

        _fresh.RemoveAll(static action => action.IsScheduled || action.IsDropped);
    }

    /// <summary>The backend does not tell what it scheduled: what the last answer asked for.</summary>
    public void AssumeScheduled()
    {
        foreach (var action in Unscheduled)
        {
            action.IsScheduled = true;
            if (action is ControlAction)
            {
                _open.Remove(action.Id);
            }
        }

        _fresh.Clear();
    }

    /// <summary>After a rewind the failures are gone from the history because of which a step was scheduled again.</summary>
    private StepAction? RescheduledAs(HistoryEvent shown)
    {
        var tries = ActionIds.TriesOf(shown.EventId);
        if (shown.EventTypeCase != EventKind.TaskScheduled || !ActionIds.IsOfCommand(shown.EventId) || tries == 0)
        {
            return null;
        }

        var command = ActionIds.CommandOf(shown.EventId);
        for (var earlier = tries - 1; earlier >= 0; earlier--)
        {
            if (TryFind(ActionIds.Again(command, earlier), out StepAction? step))
            {
                step.IsDropped = true;
                _open.Remove(step.Id);
                var again = step.Again(tries);
                Add(again);
                return again;
            }
        }

        return null;
    }

    private string Expected() => Unscheduled.FirstOrDefault()?.ToString() ?? "nothing more";
}
