using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.Flows.Schema.Patterns;

/// <summary>
/// A regular expression of ECMA-262 with the <c>u</c> flag (Core 6.4) on .NET's engine that runs in time linear in the
/// text. That engine matches UTF-16 units, so code points from a limit on are replaced, in the pattern and in the text
/// alike, by one stand-in for each group of them that no class of the pattern tells apart. The stand-ins are surrogates:
/// they mean nothing to .NET, not even a word character for <c>\b</c>, and no text is left that holds them itself.
/// </summary>
internal sealed class EcmaPattern
{
    private const char FirstStandIn = '\uD800';
    private const int StandIns = 0x800;
    private const int MaxRanges = 64;
    private readonly Regex regex;
    private readonly int limit;
    private readonly int[] starts;
    private readonly char[] standIns;

    private EcmaPattern(PatternParser pattern)
    {
        // Classes of many ranges are slow to compile; in text beyond ASCII a look-up per character is cheaper.
        bool intricate = pattern.Classes.Sum(set => set.Ranges) > MaxRanges;
        limit = intricate || pattern.HasWordBoundary ? 0x80 : FirstStandIn;
        starts =
        [
            .. pattern
                .Classes.SelectMany(set => set.Clip(limit, CodePointSet.Last))
                .SelectMany(Edges)
                .Append(limit)
                .Distinct()
                .Order(),
        ];
        standIns = Group(pattern.Classes);
        var text = new StringBuilder();
        foreach (var (syntax, set) in pattern.Parts)
            text.Append(set is null ? syntax : Class(set));
        regex = new(text.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    /// <summary>Compiles a pattern that is matched anywhere in a text.</summary>
    /// <exception cref="FormatException">It is not a pattern, or one that this engine refuses.</exception>
    public static EcmaPattern Compile(string pattern)
    {
        try
        {
            return new(PatternParser.Parse(pattern));
        }
        catch (NotSupportedException)
        {
            throw new FormatException("its repetitions are too many; repeat less, or use minLength and maxLength");
        }
    }

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange((char)limit, '\uFFFF'))
            return regex.IsMatch(text);
        char[] mapped = ArrayPool<char>.Shared.Rent(text.Length);
        int length = 0;
        while (!text.IsEmpty)
        {
            bool pair = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]);
            int point = pair ? char.ConvertToUtf32(text[0], text[1]) : text[0];
            mapped[length++] = point < limit ? (char)point : StandIn(point);
            text = text[(pair ? 2 : 1)..];
        }
        bool found = regex.IsMatch(mapped.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(mapped);
        return found;
    }

    private char StandIn(int codePoint)
    {
        int found = Array.BinarySearch(starts, codePoint);
        return standIns[found >= 0 ? found : ~found - 1];
    }

    private static IEnumerable<int> Edges((int First, int Last) range) => [range.First, range.Last + 1];

    /// <summary>Gives the stretches between edges that belong to the same classes the same stand-in.</summary>
    private char[] Group(IReadOnlyList<CodePointSet> classes)
    {
        var groups = new Dictionary<string, char>(StringComparer.Ordinal);
        char[] found = new char[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            string membership = string.Concat(classes.Select(set => set.Contains(starts[i]) ? '1' : '0'));
            if (!groups.TryGetValue(membership, out found[i]))
                groups[membership] = found[i] = (char)(FirstStandIn + groups.Count);
        }
        return groups.Count <= StandIns ? found : throw new FormatException("it holds too many different classes");
    }

    private string Class(CodePointSet set)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in set.Clip(0, limit - 1))
            text.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}-\u{last:X4}");
        for (int i = 0; i < starts.Length; i++)
            if (set.Contains(starts[i]))
                text.Append(CultureInfo.InvariantCulture, $@"\u{(int)standIns[i]:X4}");
        return text.Length == 0 ? @"[^\s\S]" : $"[{text}]";
    }
}
