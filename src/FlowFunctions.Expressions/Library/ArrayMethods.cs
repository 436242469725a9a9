using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The methods of a list (ECMA-262 §23.1.3) that take no function. None changes its list: all return new ones.</summary>
internal static class ArrayMethods
{
    public static readonly Dictionary<string, MethodBody> All = new()
    {
        ["at"] = At,
        ["concat"] = Concat,
        ["entries"] = Entries,
        ["fill"] = Fill,
        ["flat"] = (run, self, arguments) =>
            Flat(run, self.Array, arguments.At(0).IsUndefined ? 1 : arguments.Integer(run, 0)),
        ["includes"] = (run, self, arguments) => Search(run, self, arguments, Operators.SameValueZero) >= 0,
        ["indexOf"] = (run, self, arguments) => Search(run, self, arguments, Operators.StrictlyEquals),
        ["join"] = Join,
        ["keys"] = (run, self, _) => Made(run, [.. Enumerable.Range(0, self.Array.Count).Select(i => (Value)i)]),
        ["lastIndexOf"] = LastIndexOf,
        ["reverse"] = Reverse,
        ["slice"] = Slice,
        ["toReversed"] = Reverse,
        ["toSpliced"] = ToSpliced,
        ["values"] = (_, self, _) => self,
        ["with"] = With,
    };

    /// <summary>Wraps new items, counting the memory they take.</summary>
    public static Value Made(EvaluationRun run, Value[] items)
    {
        run.Step(items.Length);
        run.ChargeItems(items.Length);
        return new ArrayValue(items);
    }

    public static Value Flat(EvaluationRun run, ArrayValue array, double depth)
    {
        var items = new List<Value>();
        Flatten(run, array, depth, items);
        return new ArrayValue([.. items]);
    }

    private static void Flatten(EvaluationRun run, ArrayValue array, double depth, List<Value> items)
    {
        run.Enter();
        run.Step(array.Count);
        foreach (var item in array.Items)
        {
            if (item.Kind == ValueKind.Array && depth >= 1)
            {
                Flatten(run, item.Array, depth - 1, items);
                continue;
            }
            run.ChargeItems(1);
            items.Add(item);
        }
        run.Leave();
    }

    private static Value At(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var index = arguments.Integer(run, 0);
        return index < 0 ? Properties.Get(run, self, self.Array.Count + index) : Properties.Get(run, self, index);
    }

    private static Value Concat(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = new List<Value>(self.Array.Items);
        foreach (var argument in arguments)
        {
            if (argument.Kind == ValueKind.Array)
                items.AddRange(argument.Array.Items);
            else
                items.Add(argument);
        }
        return Made(run, [.. items]);
    }

    private static Value Entries(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        run.ChargeItems(self.Array.Count * 3L);
        return Made(run, [.. self.Array.Items.Select((item, i) => (Value)new ArrayValue([i, item]))]);
    }

    private static Value Fill(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = self.Array.Items[..];
        var start = arguments.RelativeIndex(run, 1, items.Length, 0);
        var end = arguments.RelativeIndex(run, 2, items.Length, items.Length);
        if (end > start)
            Array.Fill(items, arguments.At(0), start, end - start);
        return Made(run, items);
    }

    private static int Search(
        EvaluationRun run,
        Value self,
        ReadOnlySpan<Value> arguments,
        Func<Value, Value, bool> equal
    )
    {
        var items = self.Array.Items;
        for (var i = arguments.RelativeIndex(run, 1, items.Length, 0); i < items.Length; i++)
        {
            run.Step();
            if (equal(items[i], arguments.At(0)))
                return i;
        }
        return -1;
    }

    private static Value LastIndexOf(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = self.Array.Items;
        var from = arguments.Length > 1 ? arguments.Integer(run, 1) : items.Length;
        for (var i = from < 0 ? items.Length + from : Math.Min(from, items.Length - 1); i >= 0; i--)
        {
            run.Step();
            if (Operators.StrictlyEquals(items[(int)i], arguments.At(0)))
                return i;
        }
        return -1;
    }

    private static Value Join(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments) =>
        Coerce.Join(run, self.Array, arguments.At(0).IsUndefined ? "," : arguments.Text(run, 0));

    private static Value Reverse(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = self.Array.Items[..];
        Array.Reverse(items);
        return Made(run, items);
    }

    private static Value Slice(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = self.Array.Items;
        var start = arguments.RelativeIndex(run, 0, items.Length, 0);
        var end = arguments.RelativeIndex(run, 1, items.Length, items.Length);
        return Made(run, end > start ? items[start..end] : []);
    }

    private static Value ToSpliced(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = self.Array.Items;
        var start = arguments.RelativeIndex(run, 0, items.Length, 0);
        var removed = arguments.Length switch
        {
            0 => 0,
            1 => items.Length - start,
            _ => (int)Math.Clamp(arguments.Integer(run, 1), 0, items.Length - start),
        };
        Value[] inserted = arguments.Length > 2 ? arguments[2..].ToArray() : [];
        return Made(run, [.. items[..start], .. inserted, .. items[(start + removed)..]]);
    }

    private static Value With(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var items = self.Array.Items[..];
        var index = arguments.Integer(run, 0);
        var actual = index < 0 ? items.Length + index : index;
        if (actual < 0 || actual >= items.Length)
            throw run.Fail($"with: the list has no item {NumberText.Format(index)}.");
        items[(int)actual] = arguments.At(1);
        return Made(run, items);
    }
}
