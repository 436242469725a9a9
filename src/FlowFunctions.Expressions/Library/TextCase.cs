using System.Text;

namespace FlowFunctions.Expressions.Library;

/// <summary>Case conversion by the Unicode default algorithms.</summary>
internal static class TextCase
{
    public static string ToUpper(string text) => text.ToUpperInvariant();

    public static string ToLower(string text) => text.ToLowerInvariant();

    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>The text with each lone surrogate replaced by U+FFFD.</summary>
    public static string ToWellFormed(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            output.Append(rune.ToString());
        return output.ToString();
    }
}
