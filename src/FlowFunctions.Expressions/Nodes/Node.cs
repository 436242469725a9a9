using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

/// <summary>A node of the syntax tree; it evaluates itself.</summary>
/// <param name="position">The 0-based offset in the expression's text.</param>
/// <param name="depth">The height of the tree below, which bounds the stack that evaluation needs.</param>
internal abstract class Node(int position, int depth)
{
    public int Position => position;

    public int Depth => depth;

    public abstract Value Evaluate(EvaluationRun run, Frame? frame);

    protected static int Over(params ReadOnlySpan<Node?> children)
    {
        var deepest = 0;
        foreach (var child in children)
            deepest = Math.Max(deepest, child?.Depth ?? 0);
        return deepest + 1;
    }
}

/// <summary>The variables of one call of an arrow function, inside those of the calls around it.</summary>
internal sealed class Frame(int size, Frame? outer)
{
    public Value[] Slots { get; } = size == 0 ? [] : new Value[size];

    public Frame? Outer => outer;
}
