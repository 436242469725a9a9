using System.Globalization;
using System.Text;

namespace FlowFunctions.Flows.Schema.Patterns;

/// <summary>A set of Unicode code points, as sorted ranges that do not touch.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;
    private const int FirstHigh = 0xD800;
    private const int FirstLow = 0xDC00;
    private const int LastLow = 0xDFFF;
    private readonly (int First, int Last)[] ranges;

    private CodePointSet((int First, int Last)[] ranges) => this.ranges = ranges;

    public static CodePointSet All { get; } = Of((0, Last));

    /// <summary>The code point, when the set holds exactly one.</summary>
    public int? Single => ranges is [var (first, last)] && first == last ? first : null;

    public static CodePointSet Of(params IEnumerable<(int First, int Last)> parts)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in parts.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }
        return new([.. merged]);
    }

    public CodePointSet Union(CodePointSet other) => Of(ranges.Concat(other.ranges));

    public CodePointSet Complement()
    {
        var gaps = new List<(int, int)>();
        int next = 0;
        foreach (var (first, last) in ranges)
        {
            if (first > next)
                gaps.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= Last)
            gaps.Add((next, Last));
        return new([.. gaps]);
    }

    /// <summary>
    /// A .NET pattern that matches one member, which is two UTF-16 units above U+FFFF. Half a surrogate pair is never
    /// matched, so that a pair is never torn apart.
    /// </summary>
    public string ToPattern()
    {
        string plane0 = Class(Clip(0, FirstHigh - 1).Concat(Clip(LastLow + 1, 0xFFFF)));
        string[] parts = [.. Astral(), .. plane0.Length == 0 ? [] : new[] { plane0 }];
        return parts.Length switch
        {
            0 => @"[^\s\S]",
            1 => parts[0],
            _ => $"(?:{string.Join('|', parts)})",
        };
    }

    /// <summary>One alternative for each run of high surrogates with the same low surrogates.</summary>
    private IEnumerable<string> Astral()
    {
        string? lows = null;
        int start = 0;
        for (int high = FirstHigh; high <= FirstLow; high++)
        {
            string next = high == FirstLow ? "" : Lows(high);
            if (next == lows)
                continue;
            if (!string.IsNullOrEmpty(lows))
                yield return $"(?:{Class([(start, high - 1)])}{lows})";
            (lows, start) = (next, high);
        }
    }

    private string Lows(int high)
    {
        int first = 0x10000 + ((high - FirstHigh) << 10);
        return Class(
            Clip(first, first + 0x3FF).Select(one => (one.First - first + FirstLow, one.Last - first + FirstLow))
        );
    }

    private IEnumerable<(int First, int Last)> Clip(int first, int last) =>
        ranges
            .Where(range => range.First <= last && range.Last >= first)
            .Select(range => (Math.Max(range.First, first), Math.Min(range.Last, last)));

    private static string Class(IEnumerable<(int First, int Last)> units)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in units)
        {
            text.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}");
            if (last > first)
                text.Append(CultureInfo.InvariantCulture, $@"-\u{last:X4}");
        }
        return text.Length == 0 ? "" : $"[{text}]";
    }
}
