using System.Collections.Concurrent;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Approvals;

/// <summary>Remembers which open runs have asked for decisions, so that finding the open ones need not look at every open run.</summary>
internal sealed class ApprovalWatcher : IRunWatcher
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly NewestFirst _runs = new();
    private int _count;

    /// <summary>The runs from one on in the order of lists, or all.</summary>
    public IEnumerable<string> From(string? runId) =>
        runId is not null && _known.ContainsKey(runId) ? _runs.After(runId).Prepend(runId) : _runs.After(runId);

    /// <inheritdoc/>
    public void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        // This is asked for every event of every run: no enumerator, and nothing else for those that ask nobody.
        var transitions = effects.Transitions;
        for (var index = 0; index < transitions.Count; index++)
        {
            var change = transitions[index];
            if (
                change.Status == StepStatus.Waiting
                && change.Step.Plan.Type == ApprovalQuestion.StepType
                && _known.TryAdd(run.RunId, value: true)
            )
            {
                Interlocked.Increment(ref _count);
                _runs.Add(run.RunId);
            }
        }

        if (_count > 0 && effects.Commands is [.., CompleteRun] && _known.TryRemove(run.RunId, out _))
        {
            Interlocked.Decrement(ref _count);
            _runs.Remove(run.RunId);
        }
    }
}
