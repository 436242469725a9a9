namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>A compiled pattern, and how it reads a text.</summary>
internal sealed class RegExpProgram(Instruction[] code, RegExpNode tree, RegExpFlags flags)
{
    private readonly CharSet _words = flags.Words;

    public Instruction[] Code => code;

    /// <summary>Whether a match can begin at the start of the text only.</summary>
    public bool IsAnchored { get; } = tree.IsAnchored;

    private CharSet? First { get; } = tree.First;

    /// <summary>The character at a position, which with the flag <c>u</c> is a code point, and where the next one is.</summary>
    public int Read(ReadOnlySpan<char> text, int position, out int next)
    {
        next = position + 1;
        var unit = text[position];
        return flags.Unicode && next < text.Length && char.IsSurrogatePair(unit, text[next])
            ? char.ConvertToUtf32(unit, text[next++])
            : unit;
    }

    /// <summary>The first position from one on where a match can begin; behind the end of the text there is none.</summary>
    public int SkipToFirst(ReadOnlySpan<char> text, int position)
    {
        if (First is null)
            return position;
        while (position < text.Length)
        {
            if (First.Contains(Read(text, position, out var next)))
                return position;
            position = next;
        }
        return text.Length + 1;
    }

    public bool Holds(AssertionKind kind, ReadOnlySpan<char> text, int position) =>
        kind switch
        {
            AssertionKind.Start => position == 0,
            AssertionKind.End => position == text.Length,
            AssertionKind.LineStart => position == 0 || CharSet.LineEnds.Contains(text[position - 1]),
            AssertionKind.LineEnd => position == text.Length || CharSet.LineEnds.Contains(text[position]),
            AssertionKind.WordBoundary => IsWord(text, position - 1) != IsWord(text, position),
            _ => IsWord(text, position - 1) == IsWord(text, position),
        };

    /// <summary>No word character takes two UTF-16 code units.</summary>
    private bool IsWord(ReadOnlySpan<char> text, int position) =>
        position >= 0 && position < text.Length && _words.Contains(text[position]);
}
