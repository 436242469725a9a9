namespace FlowFunctions.Flows.Text;

/// <summary>Finds where a character of a string's value stands in the text that the string was read from.</summary>
internal static class CharacterOffset
{
    public static int Find(string text, TextNode node, int offset)
    {
        int wanted = Math.Clamp(offset, 0, node.Text?.Length ?? int.MaxValue);
        return node.Style switch
        {
            TextStyle.None => node.Start,
            TextStyle.Block => InBlock(text, node, wanted),
            TextStyle.Plain => InLine(text, node.Start, node.Style, wanted),
            var style => InLine(text, node.Start + 1, style, wanted),
        };
    }

    /// <summary>Walks a plain or quoted scalar; each step is what makes up the next character of the value.</summary>
    private static int InLine(string text, int at, TextStyle style, int offset)
    {
        for (int produced = 0; at < text.Length && !Closes(text.AsSpan(at), style); )
        {
            var (length, units) = Step(text.AsSpan(at), style);
            if (produced + units > offset)
                return length == units ? at + offset - produced : at;
            produced += units;
            at += length;
        }
        return at;
    }

    private static bool Closes(ReadOnlySpan<char> text, TextStyle style) =>
        style switch
        {
            TextStyle.SingleQuoted => text[0] == '\'' && !text.StartsWith("''"),
            TextStyle.Json or TextStyle.DoubleQuoted => text[0] == '"',
            _ => false,
        };

    private static (int Length, int Units) Step(ReadOnlySpan<char> text, TextStyle style)
    {
        if (style != TextStyle.Json && Fold(text) is { Length: > 0 } fold)
            return fold;
        return (style, text[0]) switch
        {
            (TextStyle.SingleQuoted, '\'') => (Math.Min(2, text.Length), 1),
            (TextStyle.Json or TextStyle.DoubleQuoted, '\\') when text.Length > 1 => Escape(text),
            _ => (1, 1),
        };
    }

    /// <summary>Blanks stay as they are; with a line break among them they are one space, or a line feed for each further break
    /// (YAML 1.2, 6.5).</summary>
    private static (int Length, int Units) Fold(ReadOnlySpan<char> text)
    {
        int breaks = 0;
        int length = 0;
        for (; length < text.Length && text[length] is ' ' or '\t' or '\r' or '\n'; length++)
            breaks += text[length] == '\n' || text[length] == '\r' && !text[(length + 1)..].StartsWith("\n") ? 1 : 0;
        return (length, breaks == 0 ? length : Math.Max(1, breaks - 1));
    }

    private static (int Length, int Units) Escape(ReadOnlySpan<char> text) =>
        text[1] switch
        {
            'x' => (4, 1),
            'u' => (6, 1),
            'U' => (10, text[2..].StartsWith("0000") ? 1 : 2),
            // An escaped line break leaves nothing, nor do the blanks after it.
            '\r' or '\n' => (text.Length - text[1..].TrimStart(" \t\r\n").Length, 0),
            _ => (2, 1),
        };

    /// <summary>
    /// In a block scalar only blanks differ between text and value, so the n-th character that is none is the same in both.
    /// </summary>
    private static int InBlock(string text, TextNode node, int offset)
    {
        string before = node.Text![..offset];
        int at = HeaderEnd(text, node.Start);
        for (int count = before.Count(c => !char.IsWhiteSpace(c)); at < text.Length; at++)
            if (!char.IsWhiteSpace(text[at]) && count-- == 0)
                return Blank(node.Text, offset) ? Math.Max(node.Start, Back(text, at) + Trailing(before)) : at;
        return Math.Max(node.Start, Back(text, text.Length));
    }

    /// <summary>The end of a block scalar's indicators and of a comment after them.</summary>
    private static int HeaderEnd(string text, int start)
    {
        int at = start + 1;
        while (at < text.Length && text[at] is ' ' or '\t' or '+' or '-' or (>= '0' and <= '9'))
            at++;
        int lineEnd = text.AsSpan(at).IndexOfAny('\r', '\n');
        return lineEnd >= 0 && text[at] == '#' ? at + lineEnd : at;
    }

    private static bool Blank(string value, int offset) => offset >= value.Length || char.IsWhiteSpace(value[offset]);

    private static int Trailing(string before) => before.Length - before.TrimEnd().Length;

    /// <summary>The end of the last character before an offset that is not blank.</summary>
    private static int Back(string text, int at) => text.AsSpan(0, at).TrimEnd().Length;
}
