using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The functions of <c>Object</c>.</summary>
internal static class ObjectFunctions
{
    private const int BytesPerProperty = 160;

    public static readonly Dictionary<string, Builtin> All = new()
    {
        ["keys"] = (run, arguments) => List(run, arguments.At(0), static entry => entry.Key),
        ["values"] = (run, arguments) => List(run, arguments.At(0), static entry => entry.Value),
        ["entries"] = (run, arguments) => EntryList(run, arguments.At(0)),
        ["fromEntries"] = FromEntries,
        ["assign"] = Assign,
        ["hasOwn"] = (run, arguments) => HasOwn(run, arguments.At(0), arguments.At(1)),
        ["is"] = (_, arguments) => Is(arguments.At(0), arguments.At(1)),
    };

    /// <summary>The own enumerable properties of a value, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, Value>> Entries(EvaluationRun run, Value value)
    {
        if (value.Kind == ValueKind.Object)
            return value.Object.Properties.Entries;
        var items = value.Kind switch
        {
            ValueKind.Array => value.Array.Items,
            ValueKind.String => Array.ConvertAll(value.Text.ToCharArray(), c => (Value)c.ToString()),
            _ => [],
        };
        run.Charge(items.Length * (long)BytesPerProperty);
        var entries = new List<KeyValuePair<string, Value>>(items.Length);
        for (var i = 0; i < items.Length; i++)
            entries.Add(new(NumberText.Format(i), items[i]));
        if (value.Kind == ValueKind.Array && value.Array.Match is { } match)
            entries.AddRange(match.Entries);
        return entries;
    }

    public static void CopyInto(EvaluationRun run, PropertyMap map, Value value)
    {
        foreach (var (name, member) in Entries(run, value))
            Set(run, map, name, member);
    }

    public static void Set(EvaluationRun run, PropertyMap map, string name, Value value)
    {
        run.Step();
        run.Charge(BytesPerProperty);
        map.Set(name, value);
    }

    public static bool HasOwn(EvaluationRun run, Value target, Value key) =>
        target.IsNullish
            ? throw run.Fail("undefined and null have no fields.")
            : Properties.TryGetOwn(target, Coerce.ToKey(run, key), out _);

    private static Value List(EvaluationRun run, Value value, Func<KeyValuePair<string, Value>, Value> select)
    {
        var entries = NonNull(run, value);
        run.Step(entries.Count);
        run.ChargeItems(entries.Count);
        return new ArrayValue([.. entries.Select(select)]);
    }

    private static Value EntryList(EvaluationRun run, Value value)
    {
        run.ChargeItems(NonNull(run, value).Count * 2L);
        return List(run, value, static entry => new ArrayValue([entry.Key, entry.Value]));
    }

    private static IReadOnlyList<KeyValuePair<string, Value>> NonNull(EvaluationRun run, Value value) =>
        value.IsNullish ? throw run.Fail("undefined and null have no fields.") : Entries(run, value);

    private static Value FromEntries(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var map = new PropertyMap();
        foreach (var entry in Iteration.Items(run, arguments.At(0)))
        {
            if (!entry.IsReference)
                throw run.Fail("Object.fromEntries needs a list of [key, value] pairs.");
            var name = Coerce.ToKey(run, Properties.Get(run, entry, "0"));
            Set(run, map, name, Properties.Get(run, entry, "1"));
        }
        return new ObjectValue(map);
    }

    /// <summary>Object.assign; the first object stays as it is and the merged one is new.</summary>
    private static Value Assign(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        if (arguments.At(0).Kind != ValueKind.Object)
            throw run.Fail("Object.assign needs an object first.");
        var map = new PropertyMap();
        foreach (var source in arguments)
            CopyInto(run, map, source);
        return new ObjectValue(map);
    }

    /// <summary>SameValue: as <c>===</c>, but NaN is itself and -0 is not 0.</summary>
    private static bool Is(Value left, Value right)
    {
        if (!left.IsNumber || !right.IsNumber || double.IsNaN(left.Number))
            return Operators.SameValueZero(left, right);
        return left.Number == right.Number && double.IsNegative(left.Number) == double.IsNegative(right.Number);
    }
}
