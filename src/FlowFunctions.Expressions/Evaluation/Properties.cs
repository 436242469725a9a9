using System.Collections.Frozen;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>Member access: own data, <c>length</c>, and the methods of the library; never a prototype.</summary>
internal static class Properties
{
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.Ordinal,
        "constructor",
        "__proto__",
        "prototype",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__"
    );

    public static bool IsRefused(string name) => Refused.Contains(name);

    public static string RefusedMessage(string name) =>
        $"'{name}' is not part of the language: there are no prototypes here.";

    public static Value Get(EvaluationRun run, Value target, Value key)
    {
        if (key.IsNumber && Element(target, key.Number, out var element))
            return element;
        if (target.IsNullish)
            throw CannotRead(run, target, key);
        return Get(run, target, Coerce.ToKey(run, key));
    }

    public static Value Get(EvaluationRun run, Value target, string name)
    {
        if (target.IsNullish)
            throw CannotRead(run, target, name);
        if (IsRefused(name))
            throw run.Fail(RefusedMessage(name));
        if (TryGetOwn(target, name, out var value))
            return value;
        return Methods.Find(target.Kind, name) is { } method ? method.Unbound : Value.Undefined;
    }

    /// <summary>The <c>in</c> operator.</summary>
    public static bool Has(EvaluationRun run, Value target, Value key)
    {
        if (!target.IsReference)
            throw run.Fail("The right side of 'in' must be an object or a list.");
        var name = Coerce.ToKey(run, key);
        if (IsRefused(name))
            throw run.Fail(RefusedMessage(name));
        return TryGetOwn(target, name, out _) || Methods.Find(target.Kind, name) is not null;
    }

    public static bool TryGetOwn(Value target, string name, out Value value)
    {
        switch (target.Kind)
        {
            case ValueKind.Object:
                return target.Object.TryGet(name, out value);
            case ValueKind.Array when name == "length":
                value = target.Array.Count;
                return true;
            case ValueKind.String when name == "length":
                value = target.Text.Length;
                return true;
            case ValueKind.Array when target.Array.Match is { } match && match.TryGet(name, out value):
                return true;
            case ValueKind.RegExp:
                return target.RegExp.TryGet(name, out value);
            default:
                value = default;
                return PropertyMap.IsIndex(name, out var index) && Element(target, index, out value);
        }
    }

    private static bool Element(Value target, double index, out Value value)
    {
        value = default;
        if (index < 0 || index != Math.Truncate(index))
            return false;
        if (target.Kind == ValueKind.Array && index < target.Array.Count)
        {
            value = target.Array.Items[(int)index];
            return true;
        }
        if (target.Kind != ValueKind.String || index >= target.Text.Length)
            return false;
        value = target.Text[(int)index].ToString();
        return true;
    }

    private static ExpressionException CannotRead(EvaluationRun run, Value target, Value key)
    {
        var what = target.IsUndefined ? "undefined" : "null";
        var name = key.IsReference ? "a field" : $"'{Coerce.ToText(run, key)}'";
        return run.Fail($"Cannot read {name} of {what}. Use ?. where a value may be missing.");
    }
}
