using System.Collections.Concurrent;
using FlowFunctions.Secrets.Masking;

namespace FlowFunctions.Steps.Secrets;

/// <summary>Masks by what they mask: a step that is executed again and again uses the same secrets, and a mask takes time to make.</summary>
internal sealed class SecretMasks
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<string, SecretMask> _masks = new(StringComparer.Ordinal);

    /// <summary>The mask of some values.</summary>
    public SecretMask For(IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return SecretMask.None;
        }

        if (_masks.Count > Most)
        {
            // Secrets are changed, and old ones must not stay in memory for ever.
            _masks.Clear();
        }

        return _masks.GetOrAdd(
            string.Join('\0', values.Order(StringComparer.Ordinal)),
            static (_, values) => SecretMask.Of(values),
            values
        );
    }
}
