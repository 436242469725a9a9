using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Records;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary>Reads runs wherever they are, in one shape.</summary>
internal sealed class RunReader(IRunSource runs, RunPlans plans)
{
    /// <summary>Finds a run.</summary>
    /// <exception cref="ProblemException">404: there is no such run in the workspace.</exception>
    public async ValueTask<RunRecord> GetAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        await FindAsync(workspace, runId, cancellationToken)
        ?? throw new ProblemException(
            Problem.NotFound("Run.NotFound", $"There is no run '{runId}'. GET /api/runs lists those there are.")
        );

    /// <summary>Finds a run; null when there is none in the workspace.</summary>
    public ValueTask<RunRecord?> FindAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        runs.FindAsync(workspace, runId, cancellationToken);

    /// <summary>Folds a run's history.</summary>
    /// <exception cref="ProblemException">404: its plan is lost.</exception>
    public async ValueTask<RunView> ViewAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var plan =
            await plans.FindAsync(run.Header.Workspace, run.Header.PlanHash, cancellationToken)
            ?? throw new ProblemException(
                Problem.NotFound(
                    "Plan.NotFound",
                    $"The plan {run.Header.PlanHash} of run '{run.Header.RunId}' is not there any more, so its steps cannot be shown."
                )
            );
        return RunView.Of(plan, HistoryReader.Read(run.History));
    }
}
