using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

/// <summary>A call of a function, or of a method of the value before the dot.</summary>
internal sealed class CallNode(int position, Node callee, Node[] arguments, bool optional)
    : Node(position, Over([callee, .. arguments]))
{
    private readonly bool _spreads = Array.Exists(arguments, argument => argument is SpreadNode);

    public Node Callee => callee;

    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        if (callee is LinkNode link)
            return CallMethod(run, frame, link);
        var function = callee.Evaluate(run, frame);
        if (function.Kind == ValueKind.Skipped || (optional && function.IsNullish))
            return Value.Skipped;
        return Invoke(run, frame, null, default, function);
    }

    private Value CallMethod(EvaluationRun run, Frame? frame, LinkNode link)
    {
        var receiver = link.Target.Evaluate(run, frame);
        if (receiver.Kind == ValueKind.Skipped || (link.IsOptional && receiver.IsNullish))
            return Value.Skipped;
        if (link is MemberNode { Name: var name } && Methods.Find(receiver, name) is { } method)
            return Invoke(run, frame, method, receiver, default);
        var function = link.Read(run, frame, receiver);
        if (optional && function.IsNullish)
            return Value.Skipped;
        return function.Kind == ValueKind.Function && function.Function is UnboundMethod unbound
            ? Invoke(run, frame, unbound.Method, receiver, default)
            : Invoke(run, frame, null, receiver, function);
    }

    private Value Invoke(EvaluationRun run, Frame? frame, Method? method, Value receiver, Value function)
    {
        if (_spreads)
        {
            var all = new List<Value>();
            SpreadNode.Collect(run, frame, arguments, all);
            return Invoke(run, method, receiver, function, [.. all]);
        }
        return arguments.Length switch
        {
            0 => Invoke(run, method, receiver, function, []),
            1 => Invoke(run, method, receiver, function, [arguments[0].Evaluate(run, frame)]),
            2 => Invoke(
                run,
                method,
                receiver,
                function,
                [arguments[0].Evaluate(run, frame), arguments[1].Evaluate(run, frame)]
            ),
            _ => Invoke(
                run,
                method,
                receiver,
                function,
                Array.ConvertAll(arguments, node => node.Evaluate(run, frame))
            ),
        };
    }

    private Value Invoke(EvaluationRun run, Method? method, Value receiver, Value function, ReadOnlySpan<Value> values)
    {
        run.Step();
        run.Position = Position;
        if (method is not null)
            return method.Body(run, receiver, values);
        return function.Kind == ValueKind.Function ? function.Function.Call(run, values) : throw NotAFunction(run);
    }

    private ExpressionException NotAFunction(EvaluationRun run) =>
        run.Fail(
            callee is MemberNode { Name: var name }
                ? $"'{name}' is not a method of this value."
                : "What is called here is not a function."
        );
}
