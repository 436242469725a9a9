using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Runs.Rerun;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;

namespace FlowFunctions.App.Runs.Pins;

/// <summary>Makes runs in which results of steps are given rather than computed.</summary>
internal sealed class PinnedPreparation(
    RunPreparation runs,
    RunStarter starter,
    RunReader reader,
    PayloadArchive payloads,
    IStepCatalog types
)
{
    /// <summary>Makes a run, which is not started yet; the large values that it refers to are at hand when the call returns.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="version">A version of it, or null for the published one.</param>
    /// <param name="request">What is given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The flow or the run is not there, or what is given does not fit.</exception>
    public async ValueTask<PreparedRun> PrepareAsync(
        string workspace,
        string flowId,
        int? version,
        PinnedRequest request,
        CancellationToken cancellationToken
    )
    {
        var flow = await runs.FindAsync(workspace, flowId, version, cancellationToken);
        var source = await SourceAsync(workspace, flowId, request.RunId, cancellationToken);
        var problems = new List<PinProblem>();
        var recorded = source is null ? [] : RerunPreparation.ResultsOf(source);
        var seeds = PinnedSeeds.Of(flow.Plan, types, request.Pins, recorded, request.From, problems);
        if (problems.Count > 0)
        {
            throw new ProblemException(PinProblems.Of(problems));
        }

        var input = InputOf(flow, request, source);
        var start = starter.NewStart(workspace, flow.Plan, flow.Version, input) with
        {
            Trigger = request.Trigger is { } trigger
                ? Payload.From(trigger).Compact()
                : source?.Start?.Trigger ?? RunTriggers.Api,
            TriggerKind = RunTriggers.PinnedKind,
            RerunOf = request.RunId,
            Seeds = seeds,
        };
        await payloads.BringBackAsync(RerunPreparation.ReferencesOf(start), cancellationToken);
        return new PreparedRun(flow.Plan, start);
    }

    /// <summary>The input: as given, and checked; else that of the earlier run, which was checked then.</summary>
    private static Payload InputOf(RunnableFlow flow, PinnedRequest request, RunState? source)
    {
        if (request.Input is not { } input)
        {
            return source?.Start?.Input ?? RunInputs.Read(flow, []);
        }

        RunInputs.Check(flow, input);
        return Payload.From(input).Compact();
    }

    private async ValueTask<RunState?> SourceAsync(
        string workspace,
        string flowId,
        string? runId,
        CancellationToken cancellationToken
    )
    {
        if (runId is null)
        {
            return null;
        }

        var run = await reader.GetAsync(workspace, runId, cancellationToken);
        if (!run.Header.Status.IsTerminal())
        {
            throw new ProblemException(RunProblems.Open(runId));
        }

        if (run.Header.FlowId != flowId)
        {
            throw new ProblemException(OtherFlow(runId, run.Header.FlowId, flowId));
        }

        return (await reader.ViewAsync(run, cancellationToken)).State;
    }

    private static Problem OtherFlow(string runId, string flowId, string wanted) =>
        Problem.BadRequestAt(
            "/runId",
            $"Run '{runId}' is a run of flow '{flowId}', not of '{wanted}'. Name a run of '{wanted}'.",
            "Run.OtherFlow"
        );
}
