using FlowFunctions.Expressions.Evaluation;

namespace FlowFunctions.Expressions.Values;

/// <summary>Something that can be called: an arrow function, or one of the language's own functions.</summary>
internal abstract class FunctionValue
{
    public abstract Value Call(EvaluationRun run, ReadOnlySpan<Value> arguments);
}

internal delegate Value Builtin(EvaluationRun run, ReadOnlySpan<Value> arguments);

internal sealed class BuiltinFunction(Builtin body) : FunctionValue
{
    public override Value Call(EvaluationRun run, ReadOnlySpan<Value> arguments) => body(run, arguments);
}
