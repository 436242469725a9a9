using System.Buffers;
using FlowFunctions.Secrets.Masking.Decoding;

namespace FlowFunctions.Secrets.Masking;

/// <summary>Everything that gives a mask's secrets away, ready to be looked for.</summary>
internal sealed class PatternSet
{
    /// <summary>Texts are looked for by their beginnings first: most hold none, and that is seen many characters at a time.</summary>
    private const int HeadLength = 16;

    private readonly SearchValues<string> _heads;
    private readonly Lazy<PatternTree> _tree;

    public PatternSet(SecretForms forms)
    {
        _heads = SearchValues.Create([.. forms.All.Select(HeadOf).Distinct()], StringComparison.Ordinal);
        _tree = new(() => new PatternTree(forms.All));
        HasBlanks = forms.HasBlanks;
        HasLines = forms.HasLines;
    }

    /// <summary>Whether a secret has a blank.</summary>
    public bool HasBlanks { get; }

    /// <summary>Whether a secret has more than one line.</summary>
    public bool HasLines { get; }

    /// <summary>Where secrets stand in a text; null when there are none.</summary>
    public MaskedRanges? Find(ReadOnlySpan<char> text)
    {
        var search = new MaskSearch(this, hasMore: false, text.Length);
        search.Look(new TextView(text));
        return search.Ranges;
    }

    /// <summary>Where secrets stand in a text that goes on.</summary>
    /// <param name="text">What there is of it.</param>
    /// <param name="open">Where the first one may begin whose rest is still to come.</param>
    public MaskedRanges? FindSoFar(ReadOnlySpan<char> text, out int open)
    {
        var search = new MaskSearch(this, hasMore: true, text.Length);
        search.Look(new TextView(text));
        open = search.Open;
        return search.Ranges;
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

    private static string HeadOf(SecretForm form) => form.Text[..Math.Min(form.Text.Length, HeadLength)];
}
