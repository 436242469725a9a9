using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

/// <summary>A link of a chain <c>a.b[c](d)</c>; where it is optional and its target is missing, the chain is skipped.</summary>
internal abstract class LinkNode(int position, Node target, bool optional, int depth) : Node(position, depth)
{
    public Node Target => target;

    public bool IsOptional => optional;

    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var value = target.Evaluate(run, frame);
        if (value.Kind == ValueKind.Skipped || (optional && value.IsNullish))
            return Value.Skipped;
        run.Step();
        return Read(run, frame, value);
    }

    /// <summary>Reads the member; <paramref name="target"/> is neither skipped nor, if the link is optional, missing.</summary>
    public abstract Value Read(EvaluationRun run, Frame? frame, Value target);
}

/// <summary><c>target.name</c>, and <c>target['name']</c> alike.</summary>
internal sealed class MemberNode(int position, Node target, string name, bool optional)
    : LinkNode(position, target, optional, Over(target))
{
    public string Name => name;

    public override Value Read(EvaluationRun run, Frame? frame, Value target)
    {
        run.Position = Position;
        return Properties.Get(run, target, name);
    }
}

/// <summary><c>target[key]</c> with a computed key.</summary>
internal sealed class IndexNode(int position, Node target, Node key, bool optional)
    : LinkNode(position, target, optional, Over(target, key))
{
    public Node Key => key;

    public override Value Read(EvaluationRun run, Frame? frame, Value target)
    {
        var computed = key.Evaluate(run, frame);
        run.Position = Position;
        return Properties.Get(run, target, computed);
    }
}

/// <summary>The end of a chain with <c>?.</c> in it: what was skipped is <c>undefined</c>.</summary>
internal sealed class ChainNode(Node chain) : Node(chain.Position, Over(chain))
{
    public Node Chain => chain;

    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var value = chain.Evaluate(run, frame);
        return value.Kind == ValueKind.Skipped ? Value.Undefined : value;
    }
}
