using System.Text.Json;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The functions of <c>JSON</c>.</summary>
internal static class JsonFunctions
{
    private const int LargestIndent = 10;

    public static readonly Dictionary<string, Builtin> All = new() { ["parse"] = Parse, ["stringify"] = Stringify };

    /// <summary>The JSON text of a value, or null if it has none.</summary>
    public static string? ToJson(EvaluationRun run, Value value)
    {
        var writer = new ResultWriter(run);
        return writer.Write(value) ? writer.ToString() : null;
    }

    private static Value Parse(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var text = arguments.Text(run, 0);
        run.Charge(text.Length * 4L);
        run.Step(text.Length / 16);
        if (arguments.At(1).Kind == ValueKind.Function)
            throw run.Fail("JSON.parse takes no second argument here. Use map on the result.");
        try
        {
            return Value.From(JsonText.Parse(text, run.Limits.MaxDepth));
        }
        catch (JsonException exception)
        {
            throw run.Fail(
                $"JSON.parse: the text is not JSON, or nests deeper than {run.Limits.MaxDepth}{Place(exception)}."
            );
        }
    }

    private static string Place(JsonException exception) =>
        exception.LineNumber is { } line && exception.BytePositionInLine is { } column
            ? FormattableString.Invariant($" (line {line + 1}, byte {column + 1})")
            : "";

    private static Value Stringify(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var filter = arguments.At(1);
        var replacer = filter.Kind == ValueKind.Function ? filter.Function : null;
        var writer = new ResultWriter(run, Indent(run, arguments.At(2)))
        {
            OnlyNames = filter.Kind == ValueKind.Array ? Names(run, filter.Array) : null,
            Replacer = replacer,
        };
        var value = replacer is null ? arguments.At(0) : replacer.Call(run, ["", arguments.At(0)]);
        return writer.Write(value) ? writer.ToString() : Value.Undefined;
    }

    private static List<string> Names(EvaluationRun run, ArrayValue filter) =>
        [
            .. filter
                .Items.Where(item => item.IsString || item.IsNumber)
                .Select(item => Coerce.ToText(run, item))
                .Distinct(StringComparer.Ordinal),
        ];

    private static string Indent(EvaluationRun run, Value indent) =>
        indent.Kind switch
        {
            ValueKind.Number => new string(' ', (int)Math.Clamp(Coerce.ToInteger(run, indent), 0, LargestIndent)),
            ValueKind.String => indent.Text[..Math.Min(indent.Text.Length, LargestIndent)],
            _ => "",
        };
}
