using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Plans;

/// <summary>Reads what <see cref="PlanWriter"/> writes and links steps to the steps they need.</summary>
internal static class PlanReader
{
    public static Plan Read(JsonElement plan, string hash) =>
        new()
        {
            Hash = hash,
            Language = plan.GetProperty("language").GetInt32(),
            FlowId = plan.GetProperty("flow").GetString()!,
            Files = Files(plan.Member("files")),
            InputSchema = plan.Member("input"),
            Settings = Settings(plan.GetProperty("settings")),
            Root = Scope(plan.GetProperty("root"), null),
        };

    private static ImmutableSortedDictionary<string, string> Files(JsonElement files) =>
        files.ValueKind == JsonValueKind.Object
            ? files
                .EnumerateObject()
                .ToImmutableSortedDictionary(
                    static file => file.Name,
                    static file => file.Value.GetString()!,
                    StringComparer.Ordinal
                )
            : Plan.NoFiles;

    private static PlanScope Scope(JsonElement scope, ScopeNames? outer)
    {
        var steps = scope.GetProperty("steps").EnumerateArray().ToArray();
        var names = new ScopeNames([.. steps.Select(static step => step.GetProperty("id").GetString()!)], outer);
        return PlanScope.Create(
            [.. steps.Select(step => Step(step, names))],
            [.. scope.GetProperty("edges").EnumerateArray().Select(edge => Edge(edge, names))],
            Output(JsonTemplate.Parse(scope.GetProperty("output")), names)
        );
    }

    private static PlanStep Output(JsonTemplate template, ScopeNames names) =>
        PlanStep.ForOutput(template) with
        {
            Needs = PlanNeeds.Of(names, template, [], null),
        };

    private static PlanStep Step(JsonElement step, ScopeNames names)
    {
        var with = JsonTemplate.Parse(step.GetProperty("with"));
        var reads = step.Texts("reads");
        var body = step.Member("body") is { ValueKind: JsonValueKind.Object } inner ? Scope(inner, names) : null;
        return new PlanStep
        {
            Id = step.GetProperty("id").GetString()!,
            Type = step.GetProperty("type").GetString()!,
            With = with,
            Join = Choice<JoinRule>(step, "join"),
            Retry = step.Member("retry") is { ValueKind: JsonValueKind.Object } retry ? Retry(retry) : RetryPolicy.None,
            Timeout = Time(step, "timeout"),
            IsPure = step.Flag("pure", false),
            Body = body,
            Predecessors = reads,
            Needs = PlanNeeds.Of(names, with, reads, body),
        };
    }

    private static PlanEdge Edge(JsonElement edge, ScopeNames names) =>
        new(
            names.IndexOf(edge.GetProperty("from").GetString()!),
            names.IndexOf(edge.GetProperty("to").GetString()!),
            Choice<EdgeCondition>(edge, "on"),
            edge.Text("port")
        );

    private static RetryPolicy Retry(JsonElement retry) =>
        new()
        {
            MaxAttempts = retry.GetProperty("maxAttempts").GetInt32(),
            Backoff = Choice<Backoff>(retry, "backoff"),
            Delay = Time(retry, "delay") ?? default,
            MaxDelay = Time(retry, "maxDelay") ?? default,
            RetryOn = retry.Texts("retryOn"),
            NeverOn = retry.Texts("neverOn"),
        };

    private static PlanSettings Settings(JsonElement settings) =>
        new()
        {
            Timeout = Time(settings, "timeout"),
            OnFailure = Choice<FailureMode>(settings, "onFailure"),
            RetainSucceeded = Time(settings, "retainSucceeded"),
            RetainFailed = Time(settings, "retainFailed"),
            Concurrency = settings.Member("concurrency") is { ValueKind: JsonValueKind.Object } concurrency
                ? Concurrency(concurrency)
                : null,
        };

    private static PlanConcurrency Concurrency(JsonElement concurrency) =>
        new(
            concurrency.GetProperty("limit").GetInt32(),
            concurrency.Member("key") is { ValueKind: not JsonValueKind.Undefined } key
                ? JsonTemplate.Parse(key)
                : null,
            Choice<WhenFull>(concurrency, "whenFull")
        );

    private static T Choice<T>(JsonElement parent, string name)
        where T : struct, Enum
    {
        if (parent.Text(name) is not { } text)
        {
            return default;
        }

        return JsonNames<T>.Find(text) ?? throw new FormatException($"'{text}' is not known as '{name}'");
    }

    private static TimeSpan? Time(JsonElement parent, string name)
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        return Duration.TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);
    }
}
