using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Documents;

/// <summary>Reads a flow document as far as it has the right shape; the JSON Schema reports where it has not.</summary>
internal sealed class DocumentReader(ICollection<ValueProblem> problems)
{
    private readonly ValueReader _values = new(problems);

    public FlowDocument Read(JsonElement root) =>
        new()
        {
            Source = root,
            Id = root.Text("id") ?? "",
            Language = root.Integer("language") ?? Plan.CurrentLanguage,
            Name = root.Text("name"),
            Description = root.Text("description"),
            Input = root.Member("input"),
            Triggers = new TriggerReader(_values).Read(root.Member("triggers"), "/triggers"),
            Graph = Graph(root, ""),
            Settings = Settings(root.Member("settings"), "/settings"),
            Layout = root.Member("layout"),
        };

    private FlowGraph Graph(JsonElement graph, string pointer)
    {
        var steps = pointer + "/steps";
        return new FlowGraph
        {
            Pointer = pointer,
            Steps = [.. graph.Objects("steps").Select(step => Step(step, JsonPointer.Append(steps, step.Name)))],
            Edges = Edges(graph.Member("edges"), pointer + "/edges"),
            Output = graph.Member("output"),
        };
    }

    private FlowStep Step(JsonProperty property, string pointer)
    {
        var step = property.Value;
        var body = step.Member("body");
        return new FlowStep
        {
            Id = property.Name,
            Pointer = pointer,
            Type = step.Text("type") ?? "",
            Name = step.Text("name"),
            Description = step.Text("description"),
            With = step.Member("with"),
            Join = step.Choice<JoinRule>("join"),
            Retry = Retry(step.Member("retry"), pointer + "/retry"),
            Timeout = _values.PositiveDuration(step, "timeout", pointer),
            Body = body.ValueKind == JsonValueKind.Object ? Graph(body, pointer + "/body") : null,
        };
    }

    private static ImmutableArray<FlowEdge> Edges(JsonElement edges, string pointer)
    {
        if (edges.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return
        [
            .. edges
                .EnumerateArray()
                .Select((edge, index) => Edge(edge, JsonPointer.Append(pointer, index)))
                .OfType<FlowEdge>(),
        ];
    }

    private static FlowEdge? Edge(JsonElement edge, string pointer) =>
        edge.Text("from") is { } from && edge.Text("to") is { } to
            ? new FlowEdge(from, to, edge.Choice<EdgeCondition>("on"), edge.Text("port"), pointer)
            : null;

    private RetryPolicy? Retry(JsonElement retry, string pointer)
    {
        if (retry.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var delay = _values.Duration(retry, "delay", pointer) ?? RetryPolicy.None.Delay;
        return new RetryPolicy
        {
            MaxAttempts = retry.Integer("maxAttempts") ?? RetryPolicy.DefaultAttempts,
            Backoff = retry.Choice("backoff", Backoff.Exponential),
            Delay = delay,
            MaxDelay =
                _values.Duration(retry, "maxDelay", pointer)
                ?? (delay > RetryPolicy.None.MaxDelay ? delay : RetryPolicy.None.MaxDelay),
            RetryOn = retry.Texts("retryOn"),
            NeverOn = retry.Texts("neverOn"),
        };
    }

    private FlowSettings Settings(JsonElement settings, string pointer)
    {
        var retention = settings.Member("retention");
        return new FlowSettings
        {
            Timeout = _values.PositiveDuration(settings, "timeout", pointer),
            OnFailure = settings.Choice<FailureMode>("onFailure"),
            Concurrency = Concurrency(settings.Member("concurrency")),
            RetainSucceeded = _values.Duration(retention, "succeeded", pointer + "/retention"),
            RetainFailed = _values.Duration(retention, "failed", pointer + "/retention"),
        };
    }

    private static FlowConcurrency? Concurrency(JsonElement concurrency) =>
        concurrency.Integer("limit") is { } limit
            ? new FlowConcurrency(limit, concurrency.Member("key"), concurrency.Choice<WhenFull>("whenFull"))
            : null;
}
