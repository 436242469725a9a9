using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    And,
    Or,
    Xor,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Equal,
    NotEqual,
    StrictEqual,
    StrictNotEqual,
    In,
}

/// <summary>The binary operators of ECMA-262 §13.</summary>
internal static class Operators
{
    public static Value Apply(EvaluationRun run, BinaryOperator op, Value left, Value right) =>
        op switch
        {
            BinaryOperator.Add => Add(run, left, right),
            BinaryOperator.Less => Compare(run, left, right) is < 0,
            BinaryOperator.Greater => Compare(run, left, right) is > 0,
            BinaryOperator.LessOrEqual => Compare(run, left, right) is <= 0,
            BinaryOperator.GreaterOrEqual => Compare(run, left, right) is >= 0,
            BinaryOperator.Equal => LooselyEquals(run, left, right),
            BinaryOperator.NotEqual => !LooselyEquals(run, left, right),
            BinaryOperator.StrictEqual => StrictlyEquals(left, right),
            BinaryOperator.StrictNotEqual => !StrictlyEquals(left, right),
            BinaryOperator.In => Properties.Has(run, right, left),
            BinaryOperator.ShiftLeft => Coerce.ToInt32(run, left) << (Coerce.ToInt32(run, right) & 31),
            BinaryOperator.ShiftRight => Coerce.ToInt32(run, left) >> (Coerce.ToInt32(run, right) & 31),
            BinaryOperator.ShiftRightUnsigned => Coerce.ToUint32(run, left) >> (Coerce.ToInt32(run, right) & 31),
            BinaryOperator.And => Coerce.ToInt32(run, left) & Coerce.ToInt32(run, right),
            BinaryOperator.Or => Coerce.ToInt32(run, left) | Coerce.ToInt32(run, right),
            BinaryOperator.Xor => Coerce.ToInt32(run, left) ^ Coerce.ToInt32(run, right),
            _ => Arithmetic(op, Coerce.ToNumber(run, left), Coerce.ToNumber(run, right)),
        };

    public static bool StrictlyEquals(Value left, Value right)
    {
        if (left.Kind != right.Kind)
            return false;
        return left.Kind switch
        {
            ValueKind.Undefined or ValueKind.Null => true,
            ValueKind.Number => left.Number == right.Number,
            ValueKind.Boolean => left.Boolean == right.Boolean,
            ValueKind.String => left.Text == right.Text,
            _ => left.IsSameReference(right),
        };
    }

    /// <summary>SameValueZero: as <c>===</c>, but NaN equals NaN.</summary>
    public static bool SameValueZero(Value left, Value right) =>
        left.IsNumber && right.IsNumber && double.IsNaN(left.Number)
            ? double.IsNaN(right.Number)
            : StrictlyEquals(left, right);

    /// <summary>Math.pow: unlike IEEE 754, a base of ±1 with an infinite or NaN exponent is NaN.</summary>
    public static double Power(double x, double exponent) =>
        double.IsNaN(exponent) || (Math.Abs(x) == 1 && double.IsInfinity(exponent))
            ? double.NaN
            : Math.Pow(x, exponent);

    private static Value Add(EvaluationRun run, Value left, Value right)
    {
        if (left.IsNumber && right.IsNumber)
            return left.Number + right.Number;
        left = Coerce.ToPrimitive(run, left);
        right = Coerce.ToPrimitive(run, right);
        if (!left.IsString && !right.IsString)
            return Coerce.ToNumber(run, left) + Coerce.ToNumber(run, right);
        var (first, second) = (Coerce.ToText(run, left), Coerce.ToText(run, right));
        run.ChargeText((long)first.Length + second.Length);
        return first + second;
    }

    private static double Arithmetic(BinaryOperator op, double left, double right) =>
        op switch
        {
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => left * right,
            BinaryOperator.Divide => left / right,
            BinaryOperator.Remainder => left % right,
            _ => Power(left, right),
        };

    /// <summary>The order of two values, or null if one of them is NaN.</summary>
    private static int? Compare(EvaluationRun run, Value left, Value right)
    {
        left = Coerce.ToPrimitive(run, left);
        right = Coerce.ToPrimitive(run, right);
        if (left.IsString && right.IsString)
            return string.CompareOrdinal(left.Text, right.Text);
        var (a, b) = (Coerce.ToNumber(run, left), Coerce.ToNumber(run, right));
        return double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);
    }

    private static bool LooselyEquals(EvaluationRun run, Value left, Value right)
    {
        if (left.Kind == right.Kind)
            return StrictlyEquals(left, right);
        if (left.IsNullish || right.IsNullish)
            return left.IsNullish && right.IsNullish;
        if (left.IsReference && right.IsReference)
            return false;
        left = Coerce.ToPrimitive(run, left);
        right = Coerce.ToPrimitive(run, right);
        return left.IsString && right.IsString
            ? left.Text == right.Text
            : Coerce.ToNumber(run, left) == Coerce.ToNumber(run, right);
    }
}
