using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Embedded.Waiting;
using FlowFunctions.Engine.Explanations;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>What runs wait for, and what takes too long.</summary>
internal sealed partial class Shard
{
    /// <summary>Says what a run waits for; null for a run that is not open here.</summary>
    public RunExplanation? Explain(string runId) =>
        Find(runId) is { } run
            ? new Explainer(
                run,
                _services.Admission,
                _services.Dispatcher.Queue,
                _services.Journal.Outage,
                Now,
                _services.Options.StuckAfter
            ).Explain()
            : null;

    /// <summary>Reports what takes too long, each once.</summary>
    public void Watch(DateTimeOffset at)
    {
        if (_services.Observer is not { } observer || Refusal is not null)
        {
            return;
        }

        foreach (var run in _runs.Values)
        {
            WatchExecutions(observer, run, at);
            if (run is { Turn: null, IsReported: false } && run.State.IsStalled)
            {
                run.IsReported = true;
                observer.RunIsStalled(run.Id);
            }
        }
    }

    private void WatchExecutions(IEngineObserver observer, OpenRun run, DateTimeOffset at)
    {
        foreach (var execution in run.Executions.Values)
        {
            var elapsed = at - execution.StartedAt;
            if (!execution.IsQueued && !execution.IsReported && elapsed > _services.Options.StuckAfter)
            {
                execution.IsReported = true;
                observer.ExecutionIsSlow(run.Id, execution.Request.Path, execution.Request.Attempt, elapsed);
            }
        }
    }
}
