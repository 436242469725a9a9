using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Engine.Children;

/// <summary>Finds the plans that called flows run with.</summary>
internal sealed class ChildPlans(IPlanSource plans, LargeValues values)
{
    /// <summary>What the child of a run starts from. Only a part of a loop sees what started its parent.</summary>
    public static RunStart StartOf(StartChild command, string planHash, RunStart parent) =>
        new()
        {
            RunId = command.ChildRunId,
            PlanHash = planHash,
            FlowVersion = command.Chunk is null ? null : parent.FlowVersion,
            Input = command.Input,
            Trigger = command.Chunk is null ? Payload.Null : parent.Trigger,
            Env = parent.Env,
            ParentRunId = parent.RunId,
            Chunk = command.Chunk,
            Workspace = parent.Workspace,
            Depth = command.Chunk is null ? parent.Depth + 1 : parent.Depth,
            TraceParent = parent.TraceParent,
        };

    /// <summary>Finds the plan that a flow runs with now, makes it durable and checks the input against it.</summary>
    /// <param name="workspace">The workspace of the run that calls it.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="input">What it is called with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ResolvedChild> FindAsync(
        string workspace,
        string flowId,
        Payload input,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await plans.ResolveAsync(workspace, flowId, cancellationToken) is not { } plan)
            {
                return Refused(
                    ErrorCodes.SubflowNotFound,
                    $"There is no flow '{flowId}'. Create it or correct the id."
                );
            }

            await plans.KeepAsync(plan, cancellationToken);
            return await InputProblemAsync(plan, input, cancellationToken) is { } problem
                ? Refused(ErrorCodes.InputInvalid, $"The input of flow '{flowId}' does not fit its schema: {problem}.")
                : new ResolvedChild(plan, Refusal: null);
        }
#pragma warning disable CA1031 // Whatever a plan source throws, the parent's step must end.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Refused(
                ErrorCodes.SubflowInvalid,
                $"The plan of flow '{flowId}' cannot be loaded: {exception.Message}"
            );
        }
    }

    /// <summary>Finds a child's plan, and what the child is counted by under its flow's limit.</summary>
    public async Task<ResolvedChild> ResolveAsync(
        StartChild child,
        RunStart parent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(parent.Workspace, child.FlowId!, child.Input, cancellationToken);
        return found.Plan is { Settings.Concurrency: not null } plan
            ? await CountedAsync(plan, StartOf(child, plan.Hash, parent), now, cancellationToken)
            : found;
    }

    private async Task<ResolvedChild> CountedAsync(
        Plan plan,
        RunStart start,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var loaded = start with
            {
                Input = await values.LoadAsync(start.Input, cancellationToken),
                Env = await values.LoadAsync(start.Env, cancellationToken),
            };
            return new ResolvedChild(plan, Refusal: null) { ConcurrencyKey = ConcurrencyKeys.Of(plan, loaded, now) };
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or PayloadMissingException)
        {
            return Refused(ErrorCodes.ConcurrencyKey, exception.Message);
        }
    }

    private static ResolvedChild Refused(string code, string message) =>
        new(Plan: null, Outcomes.ChildNotStarted(code, message));

    private async Task<string?> InputProblemAsync(Plan plan, Payload input, CancellationToken cancellationToken)
    {
        if (plan.InputSchema.ValueKind == System.Text.Json.JsonValueKind.Undefined)
        {
            return null;
        }

        var loaded = await values.LoadAsync(input, cancellationToken);
        var problems = JsonSchema.Parse(plan.InputSchema).Validate(loaded.Element);
        return problems.Count == 0
            ? null
            : string.Join("; ", problems.Select(static problem => $"input{problem.Pointer} {problem.Message}"));
    }
}
