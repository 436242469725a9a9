using System.Globalization;
using System.Text;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Strings in quotes as JSON and YAML both read them, with escapes only where something could not be seen otherwise.</summary>
internal static class JsonString
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            Append(quoted, character);
        }

        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, char character)
    {
        switch (character)
        {
            case '"' or '\\':
                quoted.Append('\\').Append(character);
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            case '\r':
                quoted.Append("\\r");
                break;
            default:
                if (IsInvisible(character))
                {
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                }
                else
                {
                    quoted.Append(character);
                }

                break;
        }
    }

    /// <summary>Control characters, and those that change the direction or the width of what stands around them.</summary>
    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
