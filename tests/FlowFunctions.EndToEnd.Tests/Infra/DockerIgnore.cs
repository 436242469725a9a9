using System.Text.RegularExpressions;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>The rules of a <c>.dockerignore</c> file, as far as ours uses them: <c>*</c>, <c>!path</c> and <c>**/name</c>; the last that fits counts.</summary>
internal sealed class DockerIgnore(IEnumerable<string> lines)
{
    private readonly List<(bool IsIgnored, Regex Pattern)> _rules =
    [
        .. lines.Where(static line => line.Length > 0 && line[0] != '#').Select(Rule),
    ];

    public bool Ignores(string path) =>
        _rules.LastOrDefault(rule => rule.Pattern.IsMatch(path)) is { Pattern: not null, IsIgnored: true };

    private static (bool IsIgnored, Regex Pattern) Rule(string line)
    {
        var pattern = Regex
            .Escape(line.TrimStart('!'))
            .Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        // What is in a folder that fits, fits.
        return (line[0] != '!', new Regex($"^{pattern}(?:/.*)?$"));
    }
}
