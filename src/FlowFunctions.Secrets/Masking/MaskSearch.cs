using FlowFunctions.Secrets.Masking.Decoding;

namespace FlowFunctions.Secrets.Masking;

/// <summary>One search: through the text, and through what it becomes when its escapes are decoded, and theirs in turn.</summary>
/// <param name="patterns">What is looked for.</param>
/// <param name="hasMore">Whether the text goes on.</param>
/// <param name="length">Its length.</param>
internal ref struct MaskSearch(PatternSet patterns, bool hasMore, int length)
{
    /// <summary>How often a text may have been escaped: JSON in JSON in an address.</summary>
    private const int MaxDepth = 3;

    private MaskedRanges? _ranges;

    private delegate int Decoder(in TextView source, ref DecodedText target, bool hasMore);

    /// <summary>What was found; null when nothing was.</summary>
    public readonly MaskedRanges? Ranges => _ranges;

    /// <summary>Where in the original text the first thing may begin whose rest is still to come; its length when nothing does.</summary>
    public int Open { get; private set; } = length;

    /// <summary>Searches one view and all that come of it.</summary>
    /// <param name="view">The view.</param>
    /// <param name="depth">How often it has been decoded.</param>
    /// <param name="hasPluses">Whether a plus still is one.</param>
    public void Look(in TextView view, int depth = 0, bool hasPluses = true)
    {
        Search(view);
        if (view.Text.Contains('\n'))
        {
            LookUnwrapped(view);
        }

        if (depth < MaxDepth)
        {
            LookDecoded(view, depth, hasPluses);
        }
    }

    private void LookDecoded(in TextView view, int depth, bool hasPluses)
    {
        if (view.Text.Contains('\\'))
        {
            Look(view, BackslashEscapes.Decode, depth + 1, hasPluses);
        }

        if (view.Text.Contains('%'))
        {
            Look(view, PercentEscapes.Decode, depth + 1, hasPluses: false);
        }

        if (view.Text.Contains('&'))
        {
            Look(view, MarkupEscapes.Decode, depth + 1, hasPluses);
        }

        if (patterns.HasQuotes && QuoteSplices.AreIn(view.Text, hasMore))
        {
            Look(view, QuoteSplices.Decode, depth + 1, hasPluses);
        }

        if (hasPluses && patterns.HasBlanks && view.Text.Contains('+'))
        {
            Look(view, PlusBlanks.Decode, depth, hasPluses: false);
        }
    }

    private void Look(in TextView view, Decoder decode, int depth, bool hasPluses)
    {
        var decoded = new DecodedText(view.Text.Length);
        try
        {
            var open = decode(view, ref decoded, hasMore);
            if (open >= 0)
            {
                Open = Math.Min(Open, view.StartOf(open));
            }

            // What stands before an open escape may be open because of it.
            if (decoded.IsChanged || open >= 0)
            {
                Look(decoded.View, depth, hasPluses);
            }
        }
        finally
        {
            decoded.Dispose();
        }
    }

    private void LookUnwrapped(in TextView view)
    {
        var decoded = new DecodedText(view.Text.Length);
        try
        {
            WrappedLines.Decode(view, ref decoded);
            if (decoded.IsChanged)
            {
                Search(decoded.View);
            }
        }
        finally
        {
            decoded.Dispose();
        }
    }

    private void Search(in TextView view)
    {
        patterns.Find(view, ref _ranges);
        if (hasMore && patterns.OpenAtEnd(view.Text) is > 0 and var open)
        {
            Open = Math.Min(Open, view.StartOf(view.Text.Length - open));
        }
    }
}
