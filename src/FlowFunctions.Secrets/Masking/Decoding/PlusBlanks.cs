namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Blanks as forms write them: as a plus.</summary>
internal static class PlusBlanks
{
    /// <summary>Decodes a text.</summary>
    public static void Decode(in TextView source, ref DecodedText target)
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
    }
}
