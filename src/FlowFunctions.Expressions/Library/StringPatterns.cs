using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

internal static class StringPatterns
{
    public static readonly Dictionary<string, MethodBody> All = new() { ["split"] = Split };

    private static Value Split(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments) =>
        ArrayMethods.Made(run, [.. self.Text.Split(arguments.Text(run, 0)).Select(part => (Value)part)]);
}
