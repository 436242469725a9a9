using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

/// <summary>What a parameter binds its argument to: a name or a destructuring pattern.</summary>
internal abstract class Binding
{
    public abstract void Bind(EvaluationRun run, Frame frame, Value value);
}

internal sealed class NameBinding(int slot) : Binding
{
    public override void Bind(EvaluationRun run, Frame frame, Value value) => frame.Slots[slot] = value;
}

/// <summary><c>target = fallback</c>.</summary>
internal sealed class DefaultBinding(Binding target, Node fallback) : Binding
{
    public override void Bind(EvaluationRun run, Frame frame, Value value) =>
        target.Bind(run, frame, value.IsUndefined ? fallback.Evaluate(run, frame) : value);
}

/// <summary><c>[a, , b, ...rest]</c>; a null item is a gap.</summary>
internal sealed class ArrayBinding(Binding?[] items, Binding? rest) : Binding
{
    public override void Bind(EvaluationRun run, Frame frame, Value value)
    {
        var values = Iteration.Items(run, value);
        run.Step(items.Length);
        for (var i = 0; i < items.Length; i++)
            items[i]?.Bind(run, frame, i < values.Length ? values[i] : default);
        if (rest is null)
            return;
        run.ChargeItems(values.Length);
        rest.Bind(run, frame, new ArrayValue(values.Length > items.Length ? values[items.Length..] : []));
    }
}

/// <summary><c>{ a, b: pattern, ...rest }</c>.</summary>
internal sealed class ObjectBinding((string Name, Binding Target)[] members, Binding? rest) : Binding
{
    public override void Bind(EvaluationRun run, Frame frame, Value value)
    {
        if (value.IsNullish)
            throw run.Fail("Cannot take fields of undefined or null.");
        run.Step(members.Length);
        foreach (var (name, target) in members)
            target.Bind(run, frame, Properties.Get(run, value, name));
        if (rest is null)
            return;
        var map = new PropertyMap();
        foreach (var (name, member) in ObjectFunctions.Entries(run, value))
        {
            if (!Array.Exists(members, taken => taken.Name == name))
                ObjectFunctions.Set(run, map, name, member);
        }
        rest.Bind(run, frame, new ObjectValue(map));
    }
}
