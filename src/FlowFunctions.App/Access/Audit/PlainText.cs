using System.Globalization;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Texts of strangers, made fit for a line of a log: no end of line, no escape sequence, nothing that turns the writing direction.</summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text in one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">What is longer is cut.</param>
    public static string Of(string text, int maxLength = int.MaxValue)
    {
        var line = text.Length <= maxLength ? text : text[..maxLength];
        return line.Any(IsUnfit) ? string.Concat(line.Select(static one => IsUnfit(one) ? Replacement : one)) : line;
    }

    private static bool IsUnfit(char one) =>
        char.GetUnicodeCategory(one)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
