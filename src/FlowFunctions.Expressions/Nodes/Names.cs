using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

internal sealed class ConstantNode(int position, Value value) : Node(position, 1)
{
    public Value Value => value;

    public override Value Evaluate(EvaluationRun run, Frame? frame) => value;
}

/// <summary>A name of the scope, such as <c>input</c>.</summary>
internal sealed class RootNode(int position, int root) : Node(position, 1)
{
    public int Root => root;

    public string Name => RootNames.All[root];

    public override Value Evaluate(EvaluationRun run, Frame? frame) => run.Root(root);
}

/// <summary>A parameter of an arrow function, <paramref name="hops"/> functions further out.</summary>
internal sealed class LocalNode(int position, int hops, int slot) : Node(position, 1)
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        for (var i = 0; i < hops; i++)
            frame = frame!.Outer;
        return frame!.Slots[slot];
    }
}
