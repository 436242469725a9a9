using System.Numerics;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The functions of <c>Math</c> (ECMA-262 §21.3). What the standard calls approximations may differ from V8 in the last digit.</summary>
internal static class MathFunctions
{
    public static readonly Dictionary<string, double> Constants = new()
    {
        ["E"] = Math.E,
        ["LN10"] = 2.302585092994046,
        ["LN2"] = 0.6931471805599453,
        ["LOG10E"] = 0.4342944819032518,
        ["LOG2E"] = 1.4426950408889634,
        ["PI"] = Math.PI,
        ["SQRT1_2"] = 0.7071067811865476,
        ["SQRT2"] = 1.4142135623730951,
    };

    public static readonly Dictionary<string, Builtin> All = new()
    {
        ["abs"] = Of(Math.Abs),
        ["acos"] = Of(Math.Acos),
        ["acosh"] = Of(Math.Acosh),
        ["asin"] = Of(Math.Asin),
        ["asinh"] = Of(x => x == 0 ? x : Math.Asinh(x)),
        ["atan"] = Of(Math.Atan),
        ["atan2"] = Of(Math.Atan2),
        ["atanh"] = Of(Math.Atanh),
        ["cbrt"] = Of(CubeRoot),
        ["ceil"] = Of(Math.Ceiling),
        ["clz32"] = (run, arguments) => BitOperations.LeadingZeroCount(Coerce.ToUint32(run, arguments.At(0))),
        ["cos"] = Of(Math.Cos),
        ["cosh"] = Of(Math.Cosh),
        ["exp"] = Of(Math.Exp),
        ["expm1"] = Of(ExpM1),
        ["floor"] = Of(Math.Floor),
        ["fround"] = Of(x => (float)x),
        ["hypot"] = Hypot,
        ["imul"] = (run, arguments) =>
            unchecked(Coerce.ToInt32(run, arguments.At(0)) * Coerce.ToInt32(run, arguments.At(1))),
        ["log"] = Of(x => Math.Log(x)),
        ["log10"] = Of(Math.Log10),
        ["log1p"] = Of(Log1P),
        ["log2"] = Of(Math.Log2),
        ["max"] = (run, arguments) => Extreme(run, arguments, double.NegativeInfinity, Math.Max),
        ["min"] = (run, arguments) => Extreme(run, arguments, double.PositiveInfinity, Math.Min),
        ["pow"] = Of(Operators.Power),
        ["round"] = Of(Round),
        ["sign"] = Of(x => double.IsNaN(x) || x == 0 ? x : Math.Sign(x)),
        ["sin"] = Of(Math.Sin),
        ["sinh"] = Of(Math.Sinh),
        ["sqrt"] = Of(Math.Sqrt),
        ["tan"] = Of(Math.Tan),
        ["tanh"] = Of(Math.Tanh),
        ["trunc"] = Of(Math.Truncate),
    };

    private static Builtin Of(Func<double, double> function) =>
        (run, arguments) => function(Coerce.ToNumber(run, arguments.At(0)));

    private static Builtin Of(Func<double, double, double> function) =>
        (run, arguments) => function(Coerce.ToNumber(run, arguments.At(0)), Coerce.ToNumber(run, arguments.At(1)));

    private static Value Extreme(
        EvaluationRun run,
        ReadOnlySpan<Value> arguments,
        double start,
        Func<double, double, double> pick
    )
    {
        run.Step(arguments.Length);
        foreach (var argument in arguments)
            start = pick(start, Coerce.ToNumber(run, argument));
        return start;
    }

    /// <summary>Half rounds up, towards positive infinity, and the sign of zero is kept.</summary>
    private static double Round(double x)
    {
        if (x is < 0 and >= -0.5)
            return -0.0;
        var floor = Math.Floor(x);
        return x - floor >= 0.5 ? floor + 1 : floor;
    }

    private static Value Hypot(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        run.Step(arguments.Length);
        var numbers = Array.ConvertAll(arguments.ToArray(), value => Math.Abs(Coerce.ToNumber(run, value)));
        if (Array.Exists(numbers, double.IsPositiveInfinity))
            return double.PositiveInfinity;
        var largest = numbers.Length == 0 ? 0 : numbers.Max();
        if (largest == 0 || Array.Exists(numbers, double.IsNaN))
            return Array.Exists(numbers, double.IsNaN) ? double.NaN : 0;
        var (sum, compensation) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            var scaled = number / largest;
            var summand = (scaled * scaled) - compensation;
            var next = sum + summand;
            (compensation, sum) = (next - sum - summand, next);
        }
        return Math.Sqrt(sum) * largest;
    }

    /// <summary>The platform's root and one Newton step, whose error is taken exactly, so that cubes have whole roots.</summary>
    private static double CubeRoot(double x)
    {
        var root = Math.Cbrt(x);
        if (x == 0 || !double.IsFinite(x))
            return root;
        var square = root * root;
        var lost = Math.FusedMultiplyAdd(root, root, -square);
        var error = Math.FusedMultiplyAdd(square, root, -x) + (lost * root);
        return root - (error / (3 * square));
    }

    private static double ExpM1(double x)
    {
        if (x == 0 || double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        // exp(x) - 1 = 2 sinh(x/2) exp(x/2), which loses no digits near zero.
        return 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);
    }

    private static double Log1P(double x)
    {
        var sum = 1 + x;
        // The quotient makes up for what the addition lost (Kahan).
        return x == 0 || sum == 1 || double.IsPositiveInfinity(x) ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
