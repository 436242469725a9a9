using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Makes the plan of a document without errors. Its hash and needs come from reading its canonical JSON.</summary>
internal static class PlanDraft
{
    public static Plan Create(
        FlowDocument document,
        FlowIndex index,
        ImmutableSortedDictionary<string, string> files
    ) =>
        new()
        {
            Hash = "",
            Language = document.Language,
            FlowId = document.Id,
            InputSchema = document.Input,
            Settings = Settings(document.Settings),
            Root = Scope(index.Scopes[0]),
            Files = files,
        };

    private static PlanScope Scope(IndexedScope scope)
    {
        var reads = scope
            .Edges.Where(edge => scope.Steps[edge.To].Type!.ReadsPredecessors)
            .ToLookup(static edge => edge.To, static edge => edge.Edge.From);
        return PlanScope.Create(
            [.. scope.Steps.Select(step => Step(step, reads[step.Index]))],
            [.. scope.Edges.Select(static edge => new PlanEdge(edge.From, edge.To, edge.Edge.On, edge.Edge.Port))],
            PlanStep.ForOutput(JsonTemplate.Parse(Output(scope)))
        );
    }

    private static PlanStep Step(IndexedStep indexed, IEnumerable<string> reads)
    {
        var step = indexed.Step;
        return new PlanStep
        {
            Id = step.Id,
            Type = step.Type,
            With = indexed.With!,
            Join = step.Join,
            Retry = step.Retry ?? RetryPolicy.None,
            Timeout = step.Timeout,
            IsPure = indexed.Type!.IsPure,
            Body = indexed.Body is { } body ? Scope(body) : null,
            Predecessors = [.. reads.Distinct()],
        };
    }

    private static JsonElement Output(IndexedScope scope) =>
        scope.Graph.Output.ValueKind == JsonValueKind.Undefined ? DefaultOutput.Of(scope) : scope.Graph.Output;

    private static PlanSettings Settings(FlowSettings settings) =>
        new()
        {
            Timeout = settings.Timeout,
            OnFailure = settings.OnFailure,
            RetainSucceeded = settings.RetainSucceeded,
            RetainFailed = settings.RetainFailed,
            Concurrency = settings.Concurrency is { } concurrency
                ? new PlanConcurrency(
                    concurrency.Limit,
                    concurrency.Key.ValueKind == JsonValueKind.Undefined ? null : JsonTemplate.Parse(concurrency.Key),
                    concurrency.WhenFull
                )
                : null,
        };
}
