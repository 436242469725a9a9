namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>
/// Long base64 and hexadecimal texts that are broken into lines, as <c>base64</c> and <c>xxd -p</c> print them: the line ends are left out.
/// </summary>
internal static class WrappedLines
{
    /// <summary>How many such characters must stand before a line's end for it to be a broken one.</summary>
    public const int MinRun = 32;

    /// <summary>Decodes a text.</summary>
    public static void Decode(in TextView source, ref DecodedText target)
    {
        var text = source.Text;
        var at = 0;
        for (var end = text.IndexOf('\n'); end >= 0; end = IndexOfEnd(text, end + 1))
        {
            var start = end > 0 && text[end - 1] == '\r' ? end - 1 : end;
            if (IsBroken(text[at..start]))
            {
                target.Copy(source, at, start);
                target.Skip();
                at = end + 1;
            }
        }

        target.Copy(source, at, text.Length);
    }

    /// <summary>Whether a line ends so that it may go on after its end.</summary>
    public static bool IsBroken(ReadOnlySpan<char> before)
    {
        if (before.Length < MinRun)
        {
            return false;
        }

        foreach (var character in before[^MinRun..])
        {
            if (!TextView.IsEncoding(character))
            {
                return false;
            }
        }

        return true;
    }

    private static int IndexOfEnd(ReadOnlySpan<char> text, int start)
    {
        var found = text[start..].IndexOf('\n');
        return found < 0 ? -1 : start + found;
    }
}
