namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>A set of Unicode code points, as sorted ranges that do not touch.</summary>
internal sealed class CharSet
{
    public const int LastCode = 0x10FFFF;
    private const string Spaces = "\t\n\v\f\r\u0020\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF";

    private readonly (int First, int Last)[] _ranges;
    private readonly ulong _low;
    private readonly ulong _high;

    private CharSet(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }
        _ranges = [.. merged];
        for (var code = 0; code < 64; code++)
        {
            _low |= Find(code) ? 1UL << code : 0;
            _high |= Find(code + 64) ? 1UL << code : 0;
        }
    }

    public static CharSet All { get; } = Of(0, LastCode);

    public static CharSet Digits { get; } = Of('0', '9');

    public static CharSet Words { get; } = new([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);

    public static CharSet LineEnds { get; } = new([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]);

    public static CharSet WhiteSpace { get; } = new([.. Spaces.Select(c => ((int)c, (int)c)), (0x2000, 0x200A)]);

    public int RangeCount => _ranges.Length;

    public static CharSet Of(int code) => Of(code, code);

    public static CharSet Of(int first, int last) => new([(first, last)]);

    public static CharSet Union(IEnumerable<CharSet> sets) => new(sets.SelectMany(set => set._ranges));

    public static CharSet Where(Func<int, bool> isMember)
    {
        var ranges = new List<(int, int)>();
        var first = -1;
        for (var code = 0; code <= LastCode + 1; code++)
        {
            var holds = code <= LastCode && isMember(code);
            if (holds && first < 0)
                first = code;
            if (holds || first < 0)
                continue;
            ranges.Add((first, code - 1));
            first = -1;
        }
        return new CharSet(ranges);
    }

    public bool Contains(int code) =>
        code < 64 ? (_low >> code & 1) != 0
        : code < 128 ? (_high >> (code - 64) & 1) != 0
        : Find(code);

    private bool Find(int code)
    {
        var (low, high) = (0, _ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < code)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _ranges.Length && _ranges[low].First <= code;
    }

    public CharSet Complement()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            if (next < first)
                gaps.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= LastCode)
            gaps.Add((next, LastCode));
        return new CharSet(gaps);
    }

    /// <summary>The set with every character that the flag <c>i</c> takes for one of its own.</summary>
    public CharSet IgnoreCase(bool unicode)
    {
        var cases = CaseClasses.For(unicode);
        var added = _ranges.SelectMany(range => cases.Equivalents(range.First, range.Last));
        return new CharSet(_ranges.Concat(added.Select(code => (code, code))));
    }
}
