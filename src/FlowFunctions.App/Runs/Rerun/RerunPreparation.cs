using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Rerun;

/// <summary>Makes a new run from an ended one.</summary>
internal sealed class RerunPreparation(
    RunReader reader,
    IFlowCatalog flows,
    RunStarter starter,
    PayloadArchive payloads
)
{
    /// <summary>Makes the new run; the large values that it refers to are at hand when the call returns.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The ended run.</param>
    /// <param name="request">What to take over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The run or its flow is not there, it is open, or the request does not fit it.</exception>
    /// <exception cref="PayloadMissingException">A large value that is to be reused is lost.</exception>
    public async ValueTask<PreparedRun> PrepareAsync(
        string workspace,
        string runId,
        RerunRequest request,
        CancellationToken cancellationToken
    )
    {
        var source = await reader.GetAsync(workspace, runId, cancellationToken);
        if (!source.Header.Status.IsTerminal())
        {
            throw new ProblemException(RunProblems.Open(runId));
        }

        var old = await reader.ViewAsync(source, cancellationToken);
        var first = old.State.Start is { Chunk: null } whole
            ? whole
            : throw new ProblemException(NoWhole(source, old.State.Start));
        var flow = await FlowAsync(source.Header, old.State.Plan, request, cancellationToken);
        var input = await InputAsync(flow, first, request, cancellationToken);
        var start = starter.NewStart(workspace, flow.Plan, flow.Version, input) with
        {
            // Expressions may read what had started the old run, a webhook's headers for example.
            Trigger = first.Trigger,
            TriggerKind = first.TriggerKind,
            TriggerId = first.TriggerId,
            FlowVersion = request.Newest ? flow.Version : source.Header.FlowVersion,
            RerunOf = runId,
            Seeds = SeedsOf(flow.Plan, old.State, request),
        };
        await payloads.BringBackAsync(ReferencesOf(start), cancellationToken);
        return new PreparedRun(flow.Plan, start);
    }

    private static Problem NoWhole(RunRecord run, RunStart? start) =>
        start is null
            ? Problem.Conflict(
                "Rerun.NeverStarted",
                $"Run '{run.Header.RunId}' ended before it was admitted, so nothing of it can be run again. Start flow '{run.Header.FlowId}' anew."
            )
            : Problem.Conflict(
                "Rerun.PartOfLoop",
                $"Run '{run.Header.RunId}' carried out a part of a loop only. Rerun '{run.Header.ParentRunId}', which it belongs to."
            );

    private async ValueTask<RunnableFlow> FlowAsync(
        RunHeader source,
        Plan old,
        RerunRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!request.Newest)
        {
            return new RunnableFlow(source.FlowId, source.FlowVersion ?? 0, old);
        }

        return await flows.FindAsync(source.Workspace, source.FlowId, version: null, cancellationToken)
            ?? throw new ProblemException(
                Problem.NotFound(
                    "Flow.NotFound",
                    $"There is no published flow '{source.FlowId}' any more. Rerun with \"plan\": \"same\", or publish it."
                )
            );
    }

    /// <summary>The new run's input. It is checked unless the same plan has accepted it before.</summary>
    private async ValueTask<Payload> InputAsync(
        RunnableFlow flow,
        RunStart old,
        RerunRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.Input is { } input)
        {
            RunInputs.Check(flow, input);
            return Payload.From(input).Compact();
        }

        if (flow.Plan.Hash != old.PlanHash && !flow.TakesAnyInput)
        {
            RunInputs.Check(flow, await ElementOf(old.Input, cancellationToken));
        }

        return old.Input;
    }

    private async ValueTask<JsonElement> ElementOf(Payload payload, CancellationToken cancellationToken) =>
        payload.Reference is { } reference
            ? JsonElement.Parse(await payloads.GetAsync(reference, cancellationToken))
            : payload.Element;

    private static ImmutableSortedDictionary<string, StepView> SeedsOf(Plan plan, RunState old, RerunRequest request)
    {
        if (request.From == RerunFrom.Start)
        {
            return RunStart.NoSteps;
        }

        var results = ResultsOf(old);
        if (request.From == RerunFrom.Failed)
        {
            return RerunSeeds.FromFailed(plan, results);
        }

        return plan.Root.Steps.Any(step => step.Id == request.Step)
            ? RerunSeeds.FromStep(plan, results, request.Step!)
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'{request.Step}' is no top-level step of the flow. A rerun starts from a step outside of loops: {string.Join(", ", plan.Root.Steps.Select(static step => step.Id))}.",
                    "Rerun.Step"
                )
            );
    }

    /// <summary>How the top-level steps of a run ended that it has reached, by id.</summary>
    public static Dictionary<string, StepView> ResultsOf(RunState run) =>
        run
            .Plan.Root.Steps.Select(step => run.FindStep(step.Id))
            .Where(static step => step is not null)
            .ToDictionary(static step => step!.Plan.Id, static step => step!.View, StringComparer.Ordinal);

    /// <summary>The large values that a run starts from.</summary>
    public static IEnumerable<PayloadReference> ReferencesOf(RunStart start) =>
        PayloadContents
            .Of(start)
            .Select(static payload => payload.Reference)
            .Where(static reference => reference is not null)
            .Distinct()!;
}
