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

    private static readonly char[] LineEnds = ['\r', '\n'];
    private readonly Dictionary<string, SecretForm> _all = new(StringComparer.Ordinal);

    /// <summary>All, each once.</summary>
    public IReadOnlyCollection<SecretForm> All => _all.Values;

    /// <summary>Whether one has a blank, which addresses write as <c>+</c>.</summary>
    public bool HasBlanks { get; private set; }

    /// <summary>Whether one has more than one line.</summary>
    public bool HasLines { get; private set; }

    /// <summary>Adds the forms of a value.</summary>
    public void Add(string value)
    {
        HasBlanks |= value.Contains(' ', StringComparison.Ordinal);
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
        Add(new SecretForm(value));
        foreach (var form in EncodedForms.Of(value))
        {
            Add(form);
        }
    }

    private void AddLine(string line)
    {
        // The first and last line of a key file say what it is, and are in all of them.
        var isLabel =
            line.StartsWith("-----", StringComparison.Ordinal) && line.EndsWith("-----", StringComparison.Ordinal);
        if (line.Length >= MinLine && !isLabel)
        {
            Add(new SecretForm(line));
        }
    }

    private void Add(SecretForm form) => _all.TryAdd(form.Text, form);
}
