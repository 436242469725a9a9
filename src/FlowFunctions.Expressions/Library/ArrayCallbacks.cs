using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The methods of a list that call a function for its items.</summary>
internal static class ArrayCallbacks
{
    public static readonly Dictionary<string, MethodBody> All = new()
    {
        ["every"] = (run, self, arguments) => Find(run, self, arguments, holds: false) < 0,
        ["filter"] = Filter,
        ["find"] = (run, self, arguments) => ItemAt(self, Find(run, self, arguments)),
        ["findIndex"] = (run, self, arguments) => Find(run, self, arguments),
        ["findLast"] = (run, self, arguments) => ItemAt(self, FindLast(run, self, arguments)),
        ["findLastIndex"] = (run, self, arguments) => FindLast(run, self, arguments),
        ["flatMap"] = (run, self, arguments) => ArrayMethods.Flat(run, new ArrayValue(Map(run, self, arguments)), 1),
        ["forEach"] = ForEach,
        ["map"] = (run, self, arguments) => new ArrayValue(Map(run, self, arguments)),
        ["reduce"] = (run, self, arguments) => Reduce(run, self, arguments, fromEnd: false),
        ["reduceRight"] = (run, self, arguments) => Reduce(run, self, arguments, fromEnd: true),
        ["some"] = (run, self, arguments) => Find(run, self, arguments) >= 0,
        ["sort"] = Sort,
        ["toSorted"] = Sort,
    };

    private static Value Visit(EvaluationRun run, FunctionValue function, Value self, int index)
    {
        run.Step();
        return function.Call(run, [self.Array.Items[index], index, self]);
    }

    private static Value ItemAt(Value self, int index) => index < 0 ? default : self.Array.Items[index];

    private static Value[] Map(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var function = arguments.Function(run, 0);
        run.ChargeItems(self.Array.Count);
        var mapped = new Value[self.Array.Count];
        for (var i = 0; i < mapped.Length; i++)
            mapped[i] = Visit(run, function, self, i);
        return mapped;
    }

    private static Value ForEach(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        _ = Map(run, self, arguments);
        return Value.Undefined;
    }

    private static Value Filter(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var function = arguments.Function(run, 0);
        var kept = new List<Value>();
        for (var i = 0; i < self.Array.Count; i++)
        {
            if (Coerce.ToBoolean(Visit(run, function, self, i)))
                kept.Add(self.Array.Items[i]);
        }
        return ArrayMethods.Made(run, [.. kept]);
    }

    private static int Find(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments, bool holds = true)
    {
        var function = arguments.Function(run, 0);
        for (var i = 0; i < self.Array.Count; i++)
        {
            if (Coerce.ToBoolean(Visit(run, function, self, i)) == holds)
                return i;
        }
        return -1;
    }

    private static int FindLast(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var function = arguments.Function(run, 0);
        var i = self.Array.Count - 1;
        while (i >= 0 && !Coerce.ToBoolean(Visit(run, function, self, i)))
            i--;
        return i;
    }

    private static Value Reduce(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments, bool fromEnd)
    {
        var function = arguments.Function(run, 0);
        var items = self.Array.Items;
        var seeded = arguments.Length > 1;
        if (!seeded && items.Length == 0)
            throw run.Fail("reduce of an empty list needs a start value.");
        var result = seeded ? arguments[1] : items[fromEnd ? ^1 : 0];
        for (var visited = seeded ? 0 : 1; visited < items.Length; visited++)
        {
            var i = fromEnd ? items.Length - 1 - visited : visited;
            run.Step();
            result = function.Call(run, [result, items[i], i, self]);
        }
        return result;
    }

    private static Value Sort(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var compare = arguments.At(0).IsUndefined ? null : arguments.Function(run, 0);
        return ArrayMethods.Made(run, Sorting.Sort(run, self.Array.Items, compare));
    }
}
