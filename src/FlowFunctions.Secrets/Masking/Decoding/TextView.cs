namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>A text as it is, or decoded: then each of its characters knows what it has been in the text.</summary>
internal readonly ref struct TextView
{
    private readonly ReadOnlySpan<int> _starts;
    private readonly ReadOnlySpan<int> _ends;

    /// <param name="text">The characters.</param>
    /// <param name="starts">Where each begins in the original text; none for the original itself.</param>
    /// <param name="ends">Where each has ended there.</param>
    public TextView(ReadOnlySpan<char> text, ReadOnlySpan<int> starts = default, ReadOnlySpan<int> ends = default)
    {
        Text = text;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>Where a character begins in the original text.</summary>
    public int StartOf(int index) => _starts.IsEmpty ? index : _starts[index];

    /// <summary>Where a character has ended in the original text.</summary>
    public int EndOf(int index) => _ends.IsEmpty ? index + 1 : _ends[index];

    /// <summary>The place of a found form in the original text, with the neighbours that hold bits of it.</summary>
    public MaskedRange RangeOf(int start, int end, SecretForm form)
    {
        var from = form.HasBitsBefore && start > 0 && IsEncoding(Text[start - 1]) ? start - 1 : start;
        var to = form.HasBitsAfter && end < Text.Length && IsEncoding(Text[end]) ? end + 1 : end;
        return new(StartOf(from), EndOf(to - 1));
    }

    /// <summary>Whether a character is one of base64 or a hexadecimal digit.</summary>
    public static bool IsEncoding(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '-' or '_';
}
