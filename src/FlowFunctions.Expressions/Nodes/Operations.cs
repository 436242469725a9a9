using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Nodes;

internal sealed class BinaryNode(int position, BinaryOperator op, Node left, Node right)
    : Node(position, Over(left, right))
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var first = left.Evaluate(run, frame);
        var second = right.Evaluate(run, frame);
        run.Step();
        run.Position = Position;
        return Operators.Apply(run, op, first, second);
    }
}

internal enum UnaryOperator
{
    Plus,
    Minus,
    Not,
    Complement,
    TypeOf,
}

internal sealed class UnaryNode(int position, UnaryOperator op, Node operand) : Node(position, Over(operand))
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var value = operand.Evaluate(run, frame);
        run.Step();
        run.Position = Position;
        return op switch
        {
            UnaryOperator.Plus => Coerce.ToNumber(run, value),
            UnaryOperator.Minus => -Coerce.ToNumber(run, value),
            UnaryOperator.Not => !Coerce.ToBoolean(value),
            UnaryOperator.Complement => ~Coerce.ToInt32(run, value),
            _ => TypeOf(value.Kind),
        };
    }

    private static string TypeOf(ValueKind kind) =>
        kind switch
        {
            ValueKind.Undefined => "undefined",
            ValueKind.Boolean => "boolean",
            ValueKind.Number => "number",
            ValueKind.String => "string",
            ValueKind.Function => "function",
            _ => "object",
        };
}

internal enum LogicalOperator
{
    And,
    Or,
    Coalesce,
}

internal sealed class LogicalNode(int position, LogicalOperator op, Node left, Node right)
    : Node(position, Over(left, right))
{
    public LogicalOperator Operator => op;

    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        var value = left.Evaluate(run, frame);
        run.Step();
        var goOn = op switch
        {
            LogicalOperator.And => Coerce.ToBoolean(value),
            LogicalOperator.Or => !Coerce.ToBoolean(value),
            _ => value.IsNullish,
        };
        return goOn ? right.Evaluate(run, frame) : value;
    }
}

internal sealed class ConditionalNode(int position, Node test, Node whenTrue, Node whenFalse)
    : Node(position, Over(test, whenTrue, whenFalse))
{
    public override Value Evaluate(EvaluationRun run, Frame? frame)
    {
        run.Step();
        return Coerce.ToBoolean(test.Evaluate(run, frame))
            ? whenTrue.Evaluate(run, frame)
            : whenFalse.Evaluate(run, frame);
    }
}
