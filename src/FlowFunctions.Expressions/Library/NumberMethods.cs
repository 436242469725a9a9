using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The methods of a number (ECMA-262 §21.1.3).</summary>
internal static class NumberMethods
{
    public static readonly Dictionary<string, MethodBody> All = new()
    {
        ["toExponential"] = ToExponential,
        ["toFixed"] = ToFixed,
        ["toPrecision"] = ToPrecision,
        ["toString"] = ToText,
    };

    /// <summary>What exact arithmetic on long numbers counts for.</summary>
    private const int StepsPerFormat = 100;
    private const int StepsPerRadix = 1_000;

    private static Value ToFixed(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var digits = Digits(run, arguments, 0);
        return Math.Abs(self.Number) is >= 1e21 or double.NaN
            ? NumberText.Format(self.Number)
            : NumberFormat.Fixed(self.Number, digits);
    }

    private static Value ToExponential(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var digits = arguments.Integer(run, 0);
        if (!double.IsFinite(self.Number))
            return NumberText.Format(self.Number);
        CheckDigits(run, digits, 0);
        return NumberFormat.Exponential(self.Number, arguments.At(0).IsUndefined ? null : (int)digits);
    }

    private static Value ToPrecision(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        if (arguments.At(0).IsUndefined)
            return NumberText.Format(self.Number);
        var digits = arguments.Integer(run, 0);
        if (!double.IsFinite(self.Number))
            return NumberText.Format(self.Number);
        CheckDigits(run, digits, 1);
        return NumberFormat.Precision(self.Number, (int)digits);
    }

    private static Value ToText(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var radix = arguments.At(0).IsUndefined ? 10 : arguments.Integer(run, 0);
        if (radix is < 2 or > 36)
            throw run.Fail("toString takes a base from 2 to 36.");
        run.Step(radix == 10 ? 1 : StepsPerRadix);
        return radix == 10 || !double.IsFinite(self.Number)
            ? NumberText.Format(self.Number)
            : NumberFormat.Radix(self.Number, (int)radix);
    }

    private static int Digits(EvaluationRun run, ReadOnlySpan<Value> arguments, int lowest)
    {
        var digits = arguments.Integer(run, 0);
        CheckDigits(run, digits, lowest);
        return (int)digits;
    }

    private static void CheckDigits(EvaluationRun run, double digits, int lowest)
    {
        run.Step(StepsPerFormat);
        if (digits < lowest || digits > 100)
            throw run.Fail($"The number of digits must be from {lowest} to 100.");
    }
}
