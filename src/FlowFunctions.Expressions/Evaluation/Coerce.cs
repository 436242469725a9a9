using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>The type conversions of ECMA-262 §7.1.</summary>
internal static class Coerce
{
    public static bool ToBoolean(Value value) =>
        value.Kind switch
        {
            ValueKind.Undefined or ValueKind.Null => false,
            ValueKind.Boolean => value.Boolean,
            ValueKind.Number => value.Number != 0 && !double.IsNaN(value.Number),
            ValueKind.String => value.Text.Length > 0,
            _ => true,
        };

    public static double ToNumber(EvaluationRun run, Value value) =>
        value.Kind switch
        {
            ValueKind.Number => value.Number,
            ValueKind.Undefined => double.NaN,
            ValueKind.Null => 0,
            ValueKind.Boolean => value.Boolean ? 1 : 0,
            ValueKind.String => NumberText.Parse(value.Text),
            _ => NumberText.Parse(ToText(run, value)),
        };

    public static string ToText(EvaluationRun run, Value value) =>
        value.Kind switch
        {
            ValueKind.String => value.Text,
            ValueKind.Number => NumberText.Format(value.Number),
            ValueKind.Boolean => value.Boolean ? "true" : "false",
            ValueKind.Null => "null",
            ValueKind.Undefined => "undefined",
            ValueKind.Array => Join(run, value.Array, ","),
            ValueKind.RegExp => value.RegExp.ToString(),
            ValueKind.Function => throw run.Fail(
                "A function is not a value here. Call it, or pass it to a method such as map."
            ),
            _ => ObjectText(run, value.Object),
        };

    /// <summary>ToPrimitive with hint default or number: what has no primitive of its own becomes its text.</summary>
    public static Value ToPrimitive(EvaluationRun run, Value value) => value.IsReference ? ToText(run, value) : value;

    public static string Join(EvaluationRun run, ArrayValue array, string separator)
    {
        run.Enter();
        var parts = new string[array.Count];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var item = array.Items[i];
            run.Step();
            parts[i] = item.IsNullish ? "" : ToText(run, item);
            length += parts[i].Length + separator.Length;
        }
        run.ChargeText(length);
        run.Leave();
        return string.Join(separator, parts);
    }

    /// <summary>ToIntegerOrInfinity.</summary>
    public static double ToInteger(EvaluationRun run, Value value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number) + 0.0;
    }

    public static int ToInt32(EvaluationRun run, Value value) => ToInt32(ToNumber(run, value));

    public static int ToInt32(double number)
    {
        if (number == (int)number)
            return (int)number;
        if (!double.IsFinite(number))
            return 0;
        var wrapped = Math.IEEERemainder(Math.Truncate(number), 4294967296.0);
        return unchecked((int)(long)wrapped);
    }

    public static uint ToUint32(EvaluationRun run, Value value) => unchecked((uint)ToInt32(run, value));

    /// <summary>ToPropertyKey.</summary>
    public static string ToKey(EvaluationRun run, Value value) => ToText(run, value);

    private static string ObjectText(EvaluationRun run, ObjectValue value) =>
        value.TryGet("toString", out _)
            ? throw run.Fail("An object with a 'toString' field cannot be made a text or a number. Use JSON.stringify.")
            : "[object Object]";
}
