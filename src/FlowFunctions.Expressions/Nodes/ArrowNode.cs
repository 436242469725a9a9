using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

/// <summary>An arrow function; each evaluation makes a function that remembers the variables around it.</summary>
internal sealed class ArrowNode(int position, Binding[] parameters, Binding? rest, int slots, Node body)
    : Node(position, Over(body) + parameters.Length + 1)
{
    public override Value Evaluate(EvaluationRun run, Frame? frame) => new Arrow(this, frame);

    private Value Call(EvaluationRun run, Frame? outer, ReadOnlySpan<Value> arguments)
    {
        run.Enter(Depth);
        var frame = new Frame(slots, outer);
        for (var i = 0; i < parameters.Length; i++)
            parameters[i].Bind(run, frame, i < arguments.Length ? arguments[i] : default);
        if (rest is not null)
            rest.Bind(
                run,
                frame,
                new ArrayValue(arguments.Length > parameters.Length ? arguments[parameters.Length..].ToArray() : [])
            );
        var value = body.Evaluate(run, frame);
        run.Leave(Depth);
        return value;
    }

    private sealed class Arrow(ArrowNode code, Frame? outer) : FunctionValue
    {
        public override Value Call(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
            code.Call(run, outer, arguments);
    }
}
