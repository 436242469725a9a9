using System.Buffers;
using FlowFunctions.Secrets.Masking.Decoding;

namespace FlowFunctions.Secrets.Masking;

/// <summary>Looks for forms that are compared in the same way.</summary>
internal sealed class PatternFinder
{
    /// <summary>Texts are looked for by their beginnings first: most hold none, and that is seen many characters at a time.</summary>
    private const int HeadLength = 16;

    /// <summary>Beginnings of ASCII are found faster without regard to letter case; this much tells enough.</summary>
    private const int MinAscii = 3;

    private readonly SearchValues<string> _heads;
    private readonly Lazy<PatternTree> _tree;

    /// <param name="forms">What is looked for; in small letters when their case does not count.</param>
    /// <param name="ignoresCase">Whether capital and small letters of ASCII are one.</param>
    public PatternFinder(IReadOnlyCollection<SecretForm> forms, bool ignoresCase)
    {
        var comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        _heads = SearchValues.Create([.. forms.Select(form => HeadOf(form.Text, ignoresCase)).Distinct()], comparison);
        _tree = new(() => new PatternTree(forms, ignoresCase));
    }

    /// <summary>Collects where forms stand in one view of a text.</summary>
    public void Find(in TextView view, ref MaskedRanges? ranges)
    {
        var first = view.Text.IndexOfAny(_heads);
        if (first >= 0)
        {
            _tree.Value.Find(view, first, ref ranges);
        }
    }

    /// <summary>How many characters at the end of a text may be the beginning of a form.</summary>
    public int OpenAtEnd(ReadOnlySpan<char> text) => _tree.Value.OpenAtEnd(text);

    private static string HeadOf(string text, bool ignoresCase)
    {
        var head = text[..Math.Min(text.Length, HeadLength)];
        var ascii = head.AsSpan().IndexOfAnyExceptInRange('\0', '\x7f');
        return ignoresCase && ascii >= MinAscii ? head[..ascii] : head;
    }
}
