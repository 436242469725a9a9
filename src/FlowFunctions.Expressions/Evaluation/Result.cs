using System.Text.Json;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>Turns values into JSON for those who asked; what came in and goes out whole keeps its own JSON.</summary>
internal static class Result
{
    public static JsonElement ToJson(EvaluationRun run, Value value)
    {
        if (Source(value) is { ValueKind: not JsonValueKind.Undefined } source)
            return source;
        if (value.Kind == ValueKind.Function)
            throw run.Fail("The expression gives a function. Call it.");
        var writer = Writer(run);
        return writer.Write(value) ? Parse(run, writer) : default;
    }

    public static ResultWriter Writer(EvaluationRun run) =>
        new(run, keepSource: true) { MaxDepth = run.Limits.MaxOutputDepth };

    public static JsonElement Parse(EvaluationRun run, ResultWriter writer)
    {
        try
        {
            return JsonText.Parse(writer.ToString(), run.Limits.MaxOutputDepth);
        }
        catch (JsonException)
        {
            throw run.Fail($"The result nests deeper than {run.Limits.MaxOutputDepth} levels.");
        }
    }

    private static JsonElement Source(Value value) =>
        value.Kind switch
        {
            ValueKind.Array => value.Array.Source,
            ValueKind.Object => value.Object.Source,
            _ => default,
        };
}
