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
    public static RunStart StartOf(StartChild command, Plan plan, RunStart parent) =>
        new()
        {
            RunId = command.ChildRunId,
            PlanHash = plan.Hash,
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

    /// <summary>
    /// Finds the plan that a flow runs with now, makes it durable, checks the input against it and finds out what the run is counted
    /// by.
    /// </summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="input">What it is called with.</param>
    /// <param name="startOf">What the child starts from, given its plan.</param>
    /// <param name="now">What <c>now()</c> gives.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ResolvedChild> ResolveAsync(
        string flowId,
        Payload input,
        Func<Plan, RunStart> startOf,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await plans.ResolveAsync(flowId, cancellationToken) is not { } plan)
            {
                return Refused(
                    ErrorCodes.SubflowNotFound,
                    $"There is no flow '{flowId}'. Create it or correct the id."
                );
            }

            await plans.KeepAsync(plan, cancellationToken);
            return await InputProblemAsync(plan, input, cancellationToken) is { } problem
                ? Refused(ErrorCodes.InputInvalid, $"The input of flow '{flowId}' does not fit its schema: {problem}.")
                : await CountedAsync(plan, startOf(plan), now, cancellationToken);
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

    private async Task<ResolvedChild> CountedAsync(
        Plan plan,
        RunStart start,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (plan.Settings.Concurrency is null)
        {
            return new ResolvedChild(plan, Refusal: null);
        }

        try
        {
            var loaded = start with
            {
                Input = await values.LoadAsync(start.Input, cancellationToken),
                Env = await values.LoadAsync(start.Env, cancellationToken),
            };
            return new ResolvedChild(plan, Refusal: null) { ConcurrencyKey = ConcurrencyKeys.Of(plan, loaded, now) };
        }
        catch (ArgumentException exception)
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
