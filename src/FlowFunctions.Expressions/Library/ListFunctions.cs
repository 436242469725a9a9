using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The functions of <c>Array</c>.</summary>
internal static class ListFunctions
{
    public static readonly Dictionary<string, Builtin> All = new()
    {
        ["from"] = From,
        ["isArray"] = (_, arguments) => arguments.At(0).Kind == ValueKind.Array,
        ["of"] = (run, arguments) => ArrayMethods.Made(run, arguments.ToArray()),
    };

    private static Value From(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var function = arguments.At(1).IsUndefined ? null : arguments.Function(run, 1);
        var items = Source(run, arguments.At(0));
        if (function is not null)
        {
            items = items[..];
            for (var i = 0; i < items.Length; i++)
                items[i] = function.Call(run, [items[i], i]);
        }
        return ArrayMethods.Made(run, items);
    }

    /// <summary>The items of a list or a text, or of anything with a <c>length</c>.</summary>
    private static Value[] Source(EvaluationRun run, Value source)
    {
        if (source.Kind is ValueKind.Array or ValueKind.String)
            return Iteration.Items(run, source);
        var length = Coerce.ToInteger(run, Properties.Get(run, source, "length"));
        if (length <= 0)
            return [];
        run.ChargeItems((long)Math.Min(length, int.MaxValue));
        run.Step((int)Math.Min(length, int.MaxValue / 2));
        var items = new Value[(int)length];
        for (var i = 0; i < items.Length && source.Kind == ValueKind.Object; i++)
            items[i] = Properties.Get(run, source, NumberText.Format(i));
        return items;
    }
}
