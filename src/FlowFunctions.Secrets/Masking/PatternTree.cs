using System.Buffers;
using FlowFunctions.Secrets.Masking.Decoding;

namespace FlowFunctions.Secrets.Masking;

/// <summary>Finds many texts in one pass (Aho and Corasick). A place in the tree is what has been read of the texts so far; 0 is nothing.</summary>
internal sealed class PatternTree
{
    private readonly TreeNodes _nodes;
    private readonly SearchValues<char> _firsts;
    private readonly bool _ignoresCase;

    /// <param name="forms">The texts; in small letters when their case does not count.</param>
    /// <param name="ignoresCase">Whether capital and small letters of ASCII are one.</param>
    public PatternTree(IReadOnlyCollection<SecretForm> forms, bool ignoresCase)
    {
        _nodes = new TreeNodes(forms);
        _ignoresCase = ignoresCase;
        var firsts = forms.Select(static form => form.Text[0]).Distinct();
        _firsts = SearchValues.Create([
            .. ignoresCase ? firsts.SelectMany(static first => new[] { first, char.ToUpperInvariant(first) }) : firsts,
        ]);
        MaxLength = forms.Max(static form => form.Text.Length);
    }

    /// <summary>The length of the longest text.</summary>
    public int MaxLength { get; }

    /// <summary>Collects where texts stand.</summary>
    /// <param name="view">What is read.</param>
    /// <param name="start">Where reading begins; nothing begins before it.</param>
    /// <param name="ranges">Takes the places.</param>
    public void Find(in TextView view, int start, ref MaskedRanges? ranges)
    {
        var text = view.Text;
        var node = 0;
        for (var i = Skip(text, start); i < text.Length; i++)
        {
            node = Next(node, text[i]);
            if (node == 0)
            {
                i = Skip(text, i + 1) - 1;
            }
            else if (_nodes.LongestAt(node) is { } form)
            {
                (ranges ??= new()).Add(view.RangeOf(i + 1 - form.Text.Length, i + 1, form));
            }
        }
    }

    /// <summary>How many characters at the end of a text may be the beginning of something.</summary>
    public int OpenAtEnd(ReadOnlySpan<char> text)
    {
        var node = 0;
        foreach (var character in text[Math.Max(0, text.Length - MaxLength)..])
        {
            node = Next(node, character);
        }

        while (node != 0 && _nodes.Child[node] == 0)
        {
            node = _nodes.Shorter[node];
        }

        return _nodes.Depth[node];
    }

    private int Skip(ReadOnlySpan<char> text, int start)
    {
        var found = text[start..].IndexOfAny(_firsts);
        return found < 0 ? text.Length : start + found;
    }

    private int Next(int node, char character)
    {
        character = _ignoresCase ? AsciiCase.Fold(character) : character;
        while (true)
        {
            var child = _nodes.Find(node, character);
            if (child != 0 || node == 0)
            {
                return child;
            }

            node = _nodes.Shorter[node];
        }
    }
}
