using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Strings as YAML 1.2 reads them, written so that YAML 1.1 reads the same.</summary>
internal static partial class YamlString
{
    /// <summary>The string without quotes where nothing can be mistaken, else in double quotes as JSON has them.</summary>
    public static string Write(string text) =>
        Plain().IsMatch(text) && !OtherValue().IsMatch(text) ? text : JsonString.Quote(text);

    /// <summary>A text of several lines if it can stand as a literal block (<c>|</c>), else null.</summary>
    public static string? Block(string text) =>
        text.TrimEnd('\n') is var lines
        && lines.Contains('\n', StringComparison.Ordinal)
        && text.Length - lines.Length <= 1
        && !char.IsWhiteSpace(lines[0])
        && text.All(static character =>
            character == '\n' || JsonString.Quote(character.ToString()) is not ['"', '\\', 'u' or 't' or 'r', ..]
        )
        && !lines.Split('\n').Any(static line => line.Length > 0 && string.IsNullOrWhiteSpace(line))
            ? text
            : null;

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$./-]*( [A-Za-z0-9_$./-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(null|true|false|yes|no|on|off|y|n)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherValue();
}
