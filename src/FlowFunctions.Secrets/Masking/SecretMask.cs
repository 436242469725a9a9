using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Secrets.Masking;

/// <summary>
/// Takes secrets out of texts: as they are, in JSON, in addresses, in hexadecimal digits and in base64, wherever they begin. Immutable;
/// making one costs more than using it, so keep it as long as its secrets are the same.
/// </summary>
/// <remarks>
/// A value counts anywhere in a text from <see cref="MinLength"/> characters on. A shorter one counts only where it is the whole text:
/// else every log would turn into stars. White space around a value does not count, and capital
/// and small letters of ASCII are one from eight characters on.
/// </remarks>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Replacement = "***";

    /// <summary>From how many characters on a value is found inside of other text.</summary>
    public const int MinLength = 4;

    private readonly PatternSet? _patterns;
    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);

    private SecretMask(IEnumerable<string> values)
    {
        var forms = new SecretForms();
        foreach (var value in values)
        {
            Add(value.Trim() is { Length: >= MinLength } core ? core : value, forms);
        }

        _patterns = forms.Exact.Count > 0 ? new PatternSet(forms) : null;
        IsEmpty = _whole.Count == 0;
    }

    /// <summary>Masks nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>Whether it masks nothing.</summary>
    public bool IsEmpty { get; }

    /// <summary>What is found inside of other text; null when no value is long enough.</summary>
    internal PatternSet? Patterns => _patterns;

    /// <summary>A mask.</summary>
    /// <param name="values">The secrets; empty and blank ones do not count.</param>
    public static SecretMask Of(IEnumerable<string> values)
    {
        var mask = new SecretMask(values);
        return mask.IsEmpty ? None : mask;
    }

    /// <summary>The text with <c>***</c> in place of every secret; the same instance when there is none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Apply(string? text)
    {
        if (IsEmpty || string.IsNullOrEmpty(text))
        {
            return text;
        }

        return IsWhole(text) ? Replacement
            : _patterns?.Find(text) is { } ranges ? ranges.Apply(text)
            : text;
    }

    /// <summary>Whether a text holds a secret.</summary>
    public bool IsIn(ReadOnlySpan<char> text) => !IsEmpty && (IsWhole(text) || _patterns?.Find(text) is not null);

    /// <summary>A JSON text without secrets: in strings, in names of members, and numbers whose digits are a secret become the text <c>***</c>.</summary>
    /// <param name="utf8">A whole JSON value.</param>
    /// <returns>The value; the same memory when no secret is in it. What is no secret keeps its bytes.</returns>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON value.</exception>
    public ReadOnlyMemory<byte> ApplyJson(ReadOnlyMemory<byte> utf8) => IsEmpty ? utf8 : JsonMask.Apply(this, utf8);

    /// <summary>Whether a whole text is a secret, of any length.</summary>
    internal bool IsWhole(ReadOnlySpan<char> text) => _whole.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);

    private void Add(string value, SecretForms forms)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return;
        }

        _whole.Add(value);
        _whole.Add(value.Trim());
        if (value.Length >= MinLength)
        {
            forms.Add(value);
        }
    }
}
