using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary><c>steps</c>: asks for a step when its id is read, and knows no list of ids.</summary>
internal sealed class StepsObject(Func<string, StepScope?> resolve) : ObjectValue
{
    private readonly Dictionary<string, Value> _steps = new(StringComparer.Ordinal);

    public override PropertyMap Properties =>
        throw new ExpressionException("'steps' has no list of its steps. Name the step: steps.ID.output");

    public override bool TryGet(string name, out Value value)
    {
        if (!_steps.TryGetValue(name, out value))
        {
            value = resolve(name) is { } step ? Wrap(step) : Value.Undefined;
            _steps.Add(name, value);
        }
        return !value.IsUndefined;
    }

    private static ObjectValue Wrap(StepScope step)
    {
        var properties = new PropertyMap().Set("status", step.Status);
        if (Value.From(step.Output) is { IsUndefined: false } output)
            properties.Set("output", output);
        if (Value.From(step.Error) is { IsUndefined: false } error)
            properties.Set("error", error);
        return new ObjectValue(properties);
    }
}
