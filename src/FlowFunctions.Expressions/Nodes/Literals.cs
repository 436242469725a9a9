using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

/// <summary><c>...list</c> in a list, an object or the arguments of a call.</summary>
internal sealed class SpreadNode(int position, Node operand) : Node(position, Over(operand))
{
    public override Value Evaluate(EvaluationRun run, Frame? frame) => operand.Evaluate(run, frame);

    /// <summary>Evaluates items in order, with the items of spread lists in place.</summary>
    public static void Collect(EvaluationRun run, Frame? frame, Node[] items, List<Value> values)
    {
        foreach (var item in items)
        {
            var value = item.Evaluate(run, frame);
            run.Step();
            if (item is not SpreadNode)
            {
                values.Add(value);
                continue;
            }
            run.Position = item.Position;
            var spread = Iteration.Items(run, value);
            run.ChargeItems(spread.Length);
            run.Step(spread.Length);
            values.AddRange(spread);
        }
    }
}

internal sealed class ArrayNode(int position, Node[] items) : Node(position, Over([.. items]))
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var values = new List<Value>(items.Length);
        SpreadNode.Collect(run, frame, items, values);
        run.ChargeItems(values.Count);
        return new ArrayValue([.. values]);
    }
}

/// <summary>A property of an object literal; without a key it is a spread.</summary>
internal readonly record struct PropertyNode(Node? Key, Node Value);

internal sealed class ObjectNode(int position, PropertyNode[] properties)
    : Node(
        position,
        Over([.. properties.Select(property => property.Key), .. properties.Select(property => property.Value)])
    )
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var map = new PropertyMap();
        foreach (var (key, node) in properties)
        {
            run.Step();
            if (key is null)
            {
                ObjectFunctions.CopyInto(run, map, node.Evaluate(run, frame));
                continue;
            }
            var name = Coerce.ToKey(run, key.Evaluate(run, frame));
            run.Position = key.Position;
            if (Properties.IsRefused(name))
                throw run.Fail(Properties.RefusedMessage(name));
            ObjectFunctions.Set(run, map, name, node.Evaluate(run, frame));
        }
        return new ObjectValue(map);
    }
}

/// <summary>A template literal: texts and the values between them.</summary>
internal sealed class TemplateNode(int position, string[] texts, Node[] values) : Node(position, Over([.. values]))
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var parts = new string[texts.Length + values.Length];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = i % 2 == 0 ? texts[i / 2] : Coerce.ToText(run, values[i / 2].Evaluate(run, frame));
            length += parts[i].Length;
        }
        run.Step(parts.Length);
        run.Position = Position;
        run.ChargeText(length);
        return string.Concat(parts);
    }
}
