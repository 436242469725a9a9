using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Secrets;

/// <summary>The secrets that one execution of a step has used, and with that what its outcome must not show.</summary>
/// <param name="source">Where their values come from.</param>
internal sealed class SecretValues(ISecretSource source)
{
    private HashSet<string>? _values;

    /// <summary>Everything to be kept out of the outcome.</summary>
    public IReadOnlyCollection<string> Used => _values ?? (IReadOnlyCollection<string>)[];

    /// <summary>Gives a secret's value and remembers it.</summary>
    /// <exception cref="StepFailedException">There is no such secret.</exception>
    public string Use(string name)
    {
        if (!source.TryGet(name, out var value))
        {
            throw new StepFailedException(
                new StepError
                {
                    Code = StepErrorCodes.SecretMissing,
                    Message = $"There is no secret {name} here. Add it, or correct its name in the step.",
                }
            );
        }

        Remember(value);
        return value;
    }

    /// <summary>Remembers a text that is as good as a secret, such as credentials in another encoding.</summary>
    public void Remember(string value)
    {
        if (value.Length > 0)
        {
            (_values ??= new(StringComparer.Ordinal)).Add(value);
        }
    }

    /// <summary>Whether a text holds one of the secrets.</summary>
    public bool AreIn(string text) => Used.Any(value => text.Contains(value, StringComparison.Ordinal));
}
