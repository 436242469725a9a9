namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Blanks as forms write them: as a plus.</summary>
internal static class PlusBlanks
{
    /// <inheritdoc cref="BackslashEscapes.Decode"/>
    public static int Decode(in TextView source, ref DecodedText target, bool hasMore)
    {
        var text = source.Text;
        var at = 0;
        while (text[at..].IndexOf('+') is >= 0 and var next)
        {
            target.Copy(source, at, at + next);
            at += next + 1;
            target.Add(' ', source, at - 1, at);
        }

        target.Copy(source, at, text.Length);
        return -1;
    }
}
