using FlowFunctions.Engine.Steps;
using FlowFunctions.Secrets.Masking;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Secrets;

/// <summary>The secrets that one execution of a step has used, and with that what its outcome must not show.</summary>
/// <param name="services">Where their values come from, and what masks them.</param>
/// <param name="workspace">The tenant of the run.</param>
internal sealed class SecretValues(StepServices services, string workspace)
{
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private HashSet<string>? _values;

    /// <summary>Everything to be kept out of the outcome.</summary>
    public IReadOnlyCollection<string> Used => _values ?? (IReadOnlyCollection<string>)[];

    /// <summary>Gets a secret's value and remembers it.</summary>
    /// <exception cref="StepFailedException">There is no such secret, or it cannot be had now.</exception>
    public async ValueTask<string> LoadAsync(string name, CancellationToken cancellationToken)
    {
        if (!_byName.TryGetValue(name, out var value))
        {
            value = await FindAsync(name, cancellationToken) ?? throw Missing(name);
            _byName.Add(name, value);
            Remember(value);
        }

        return value;
    }

    /// <summary>A value that was loaded before.</summary>
    public string this[string name] => _byName[name];

    /// <summary>Takes what was used so far out of texts.</summary>
    public SecretMask Mask => services.Masks.For(Used);

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

    private async ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Secrets.FindAsync(workspace, name, cancellationToken);
        }
        catch (SecretUnavailableException exception)
        {
            throw new StepFailedException(
                new StepError
                {
                    Code = StepErrorCodes.SecretUnavailable,
                    Message = $"The secret {name} cannot be read: {exception.Message}",
                    Retryable = exception.IsTransient,
                },
                exception
            );
        }
    }

    private StepFailedException Missing(string name) =>
        new(
            new StepError
            {
                Code = StepErrorCodes.SecretMissing,
                Message = $"There is no secret {name} here. {services.Secrets.AdviceFor(name)}",
            }
        );
}
