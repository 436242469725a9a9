using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>Reads arguments as built-in functions do: a missing one is <c>undefined</c>.</summary>
internal static class Arguments
{
    public static Value At(this ReadOnlySpan<Value> arguments, int index) =>
        index < arguments.Length ? arguments[index] : default;

    public static string Text(this ReadOnlySpan<Value> arguments, EvaluationRun run, int index) =>
        Coerce.ToText(run, arguments.At(index));

    public static double Integer(this ReadOnlySpan<Value> arguments, EvaluationRun run, int index) =>
        Coerce.ToInteger(run, arguments.At(index));

    public static FunctionValue Function(this ReadOnlySpan<Value> arguments, EvaluationRun run, int index) =>
        arguments.At(index) is { Kind: ValueKind.Function } value
            ? value.Function
            : throw run.Fail("This method needs a function, such as x => x.name.");

    /// <summary>An index that counts from the end if negative, cut to 0 … <paramref name="length"/>.</summary>
    public static int RelativeIndex(
        this ReadOnlySpan<Value> arguments,
        EvaluationRun run,
        int index,
        int length,
        int absent
    )
    {
        if (arguments.At(index).IsUndefined)
            return absent;
        var relative = arguments.Integer(run, index);
        return (int)(relative < 0 ? Math.Max(length + relative, 0) : Math.Min(relative, length));
    }
}
