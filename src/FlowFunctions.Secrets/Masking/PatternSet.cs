using FlowFunctions.Secrets.Masking.Decoding;

namespace FlowFunctions.Secrets.Masking;

/// <summary>Everything that gives a mask's secrets away, ready to be looked for.</summary>
internal sealed class PatternSet
{
    private readonly PatternFinder[] _finders;

    public PatternSet(SecretForms forms)
    {
        var exact = new PatternFinder(forms.Exact, ignoresCase: false);
        _finders =
            forms.InAnyCase.Count == 0 ? [exact] : [exact, new PatternFinder(forms.InAnyCase, ignoresCase: true)];
        HasBlanks = forms.HasBlanks;
        HasQuotes = forms.HasQuotes;
        HasLines = forms.HasLines;
    }

    /// <summary>Whether a secret has a blank.</summary>
    public bool HasBlanks { get; }

    /// <summary>Whether a secret has a quotation mark.</summary>
    public bool HasQuotes { get; }

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
        foreach (var finder in _finders)
        {
            finder.Find(view, ref ranges);
        }
    }

    /// <summary>How many characters at the end of a text may be the beginning of a form.</summary>
    public int OpenAtEnd(ReadOnlySpan<char> text)
    {
        var open = 0;
        foreach (var finder in _finders)
        {
            open = Math.Max(open, finder.OpenAtEnd(text));
        }

        return open;
    }
}
