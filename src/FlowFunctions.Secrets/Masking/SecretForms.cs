namespace FlowFunctions.Secrets.Masking;

/// <summary>A text that gives a secret away.</summary>
/// <param name="Text">The text.</param>
/// <param name="HasBitsBefore">Whether the character before it holds some bits of the secret.</param>
/// <param name="HasBitsAfter">Whether the character after it does.</param>
internal readonly record struct SecretForm(string Text, bool HasBitsBefore = false, bool HasBitsAfter = false)
{
    /// <inheritdoc/>
    public override string ToString() => SecretMask.Replacement;
}

/// <summary>
/// The texts that give secrets away. JSON and addresses are not among them: their escapes can be written in so many ways that the searched
/// text is decoded instead.
/// </summary>
internal sealed class SecretForms
{
    /// <summary>Lines of a secret count by themselves from this length on.</summary>
    public const int MinLine = 8;

    /// <summary>From this length on capital and small letters are one: shorter ones would be words that stand in texts by chance.</summary>
    public const int MinInAnyCase = 8;

    private static readonly char[] LineEnds = ['\r', '\n'];
    private readonly Dictionary<string, SecretForm> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SecretForm> _inAnyCase = new(StringComparer.Ordinal);

    /// <summary>Those whose letters count as they are, each once.</summary>
    public IReadOnlyCollection<SecretForm> Exact => _exact.Values;

    /// <summary>Those that count in capital and small letters, each once and in small ones.</summary>
    public IReadOnlyCollection<SecretForm> InAnyCase => _inAnyCase.Values;

    /// <summary>Whether one has a blank, which addresses write as <c>+</c>.</summary>
    public bool HasBlanks { get; private set; }

    /// <summary>Whether one has a quotation mark, which shells write in several pieces.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>Whether one has more than one line.</summary>
    public bool HasLines { get; private set; }

    /// <summary>Adds the forms of a value.</summary>
    public void Add(string value)
    {
        HasBlanks |= value.Contains(' ', StringComparison.Ordinal);
        HasQuotes |= value.AsSpan().ContainsAny('\'', '"');
        if (value.AsSpan().IndexOfAny(LineEnds) < 0)
        {
            AddWhole(value);
            return;
        }

        HasLines = true;
        var lines = value.ReplaceLineEndings("\n").Split('\n');
        AddWhole(value);
        AddWhole(string.Join('\n', lines));
        AddWhole(string.Join("\r\n", lines));
        foreach (var line in lines)
        {
            AddLine(line.Trim());
        }
    }

    private void AddWhole(string value)
    {
        AddPlain(value);
        foreach (var form in EncodedForms.Of(value))
        {
            _exact.TryAdd(form.Text, form);
        }
    }

    private void AddLine(string line)
    {
        // The first and last line of a key file say what it is, and are in all of them.
        var isLabel =
            line.StartsWith("-----", StringComparison.Ordinal) && line.EndsWith("-----", StringComparison.Ordinal);
        if (line.Length >= MinLine && !isLabel)
        {
            AddPlain(line);
        }
    }

    private void AddPlain(string text)
    {
        var isInAnyCase = text.Length >= MinInAnyCase && text.Any(char.IsAsciiLetter);
        var form = new SecretForm(isInAnyCase ? AsciiCase.Fold(text) : text);
        (isInAnyCase ? _inAnyCase : _exact).TryAdd(form.Text, form);
    }
}
