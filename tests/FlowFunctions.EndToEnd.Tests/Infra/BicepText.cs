using System.Text.RegularExpressions;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>Reads a Bicep file as far as it can be read without a compiler: comments go, blocks are found by their brackets.</summary>
internal static partial class BicepText
{
    /// <summary>The file without its comments; what stands in strings stays.</summary>
    public static string WithoutComments(string text) =>
        StringOrComment()
            .Replace(text, static match => match.Value.StartsWith("//", StringComparison.Ordinal) ? "" : match.Value);

    /// <summary>What stands between an opening bracket and the one that closes it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="open">The place of the opening bracket.</param>
    /// <exception cref="FormatException">The bracket is never closed.</exception>
    public static string Block(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] switch
            {
                '{' or '[' or '(' => 1,
                '}' or ']' or ')' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return text[(open + 1)..at];
            }
        }

        throw new FormatException($"Nothing closes '{text[open]}' at {open}.");
    }

    /// <summary>The names of an object's own members, not those of objects in it.</summary>
    public static IEnumerable<string> Members(string block)
    {
        var depth = 0;
        foreach (var line in block.Split('\n'))
        {
            if (depth == 0 && Member().Match(line) is { Success: true } member)
            {
                yield return member.Groups[1].Value;
            }

            depth += line.Count("{[(".Contains) - line.Count("}])".Contains);
        }
    }

    [GeneratedRegex(@"'(?:\\.|[^'\\\n])*'|//[^\n]*")]
    private static partial Regex StringOrComment();

    [GeneratedRegex(@"^\s*(\w+):")]
    private static partial Regex Member();
}
