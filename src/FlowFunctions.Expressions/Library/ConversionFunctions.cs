using System.Text;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary><c>Number</c>, <c>String</c>, <c>Boolean</c> and the global functions about numbers.</summary>
internal static class ConversionFunctions
{
    private const double MaxSafeInteger = 9007199254740991;

    public static readonly Dictionary<string, Builtin> NumberMembers = new()
    {
        ["isFinite"] = (_, arguments) => arguments.At(0).IsNumber && double.IsFinite(arguments.At(0).Number),
        ["isInteger"] = (_, arguments) => IsInteger(arguments.At(0)),
        ["isNaN"] = (_, arguments) => arguments.At(0).IsNumber && double.IsNaN(arguments.At(0).Number),
        ["isSafeInteger"] = (_, arguments) =>
            IsInteger(arguments.At(0)) && Math.Abs(arguments.At(0).Number) <= MaxSafeInteger,
        ["parseFloat"] = ParseFloat,
        ["parseInt"] = ParseInt,
    };

    public static readonly Dictionary<string, double> NumberConstants = new()
    {
        ["EPSILON"] = double.BitIncrement(1) - 1,
        ["MAX_SAFE_INTEGER"] = MaxSafeInteger,
        ["MAX_VALUE"] = double.MaxValue,
        ["MIN_SAFE_INTEGER"] = -MaxSafeInteger,
        ["MIN_VALUE"] = double.Epsilon,
        ["NEGATIVE_INFINITY"] = double.NegativeInfinity,
        ["NaN"] = double.NaN,
        ["POSITIVE_INFINITY"] = double.PositiveInfinity,
    };

    public static readonly Dictionary<string, Builtin> StringMembers = new()
    {
        ["fromCharCode"] = FromCharCode,
        ["fromCodePoint"] = FromCodePoint,
    };

    public static Value ToBoolean(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        Coerce.ToBoolean(arguments.At(0));

    public static Value ToNumber(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        arguments.Length == 0 ? 0 : Coerce.ToNumber(run, arguments[0]);

    public static Value ToText(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        arguments.Length == 0 ? "" : Coerce.ToText(run, arguments[0]);

    public static Value IsFinite(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        double.IsFinite(Coerce.ToNumber(run, arguments.At(0)));

    public static Value IsNaN(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        double.IsNaN(Coerce.ToNumber(run, arguments.At(0)));

    public static Value ParseFloat(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        NumberText.ParsePrefix(arguments.Text(run, 0));

    public static Value ParseInt(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var text = NumberText.Trim(arguments.Text(run, 0), true, false).AsSpan();
        var radix = Coerce.ToInt32(run, arguments.At(1));
        var negative = text.StartsWith("-");
        if (negative || text.StartsWith("+"))
            text = text[1..];
        if (radix is 0 or 16 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
            radix = 16;
        }
        if (radix == 0)
            radix = 10;
        run.Step(text.Length);
        var value = radix is < 2 or > 36 ? double.NaN : NumberText.ParseInteger(text, radix);
        return negative ? -value : value;
    }

    private static bool IsInteger(Value value) =>
        value.IsNumber && double.IsFinite(value.Number) && Math.Truncate(value.Number) == value.Number;

    private static Value FromCharCode(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var text = new StringBuilder(arguments.Length);
        foreach (var code in arguments)
            text.Append(unchecked((char)Coerce.ToInt32(run, code)));
        run.ChargeText(text.Length);
        return text.ToString();
    }

    private static Value FromCodePoint(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var text = new StringBuilder(arguments.Length);
        foreach (var argument in arguments)
        {
            var code = Coerce.ToNumber(run, argument);
            if (!(code >= 0 && code <= 0x10FFFF) || code != Math.Truncate(code))
                throw run.Fail("String.fromCodePoint takes code points from 0 to 0x10FFFF.");
            NumberText.AppendCodePoint(text, (int)code);
        }
        run.ChargeText(text.Length);
        return text.ToString();
    }
}
