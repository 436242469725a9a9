using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Secrets.Vaults;

/// <summary>The name of a secret: a letter, then up to 63 letters, digits, <c>_</c> and <c>-</c>, all ASCII. Capitals count.</summary>
public sealed record SecretName
{
    /// <summary>How many characters a name has at most.</summary>
    public const int MaxLength = 64;

    private SecretName(string value) => Value = value;

    /// <summary>The name as text.</summary>
    public string Value { get; }

    /// <summary>Reads a name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out SecretName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isName =
            text.Length is >= 1 and <= MaxLength
            && char.IsAsciiLetter(text[0])
            && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
        name = isName ? new SecretName(text) : null;
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
