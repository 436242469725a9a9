namespace FlowFunctions.Flows.Schema.Patterns;

/// <summary>A set of Unicode code points, as sorted ranges that do not touch.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;
    private readonly (int First, int Last)[] ranges;

    private CodePointSet((int First, int Last)[] ranges) => this.ranges = ranges;

    public static CodePointSet All { get; } = Of((0, Last));

    /// <summary>How many ranges the set has.</summary>
    public int Ranges => ranges.Length;

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

    public bool Contains(int codePoint) => ranges.Any(range => range.First <= codePoint && codePoint <= range.Last);

    /// <summary>The members from one code point to another, as ranges.</summary>
    public IEnumerable<(int First, int Last)> Clip(int first, int last) =>
        ranges
            .Where(range => range.First <= last && range.Last >= first)
            .Select(range => (Math.Max(range.First, first), Math.Min(range.Last, last)));
}
