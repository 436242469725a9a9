using FlowFunctions.Expressions.Library;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>A set of UTF-16 code units, as sorted ranges that do not touch.</summary>
internal sealed class CharSet
{
    private const string Spaces = "\t\n\v\f\r\u0020\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF";

    private static readonly Lazy<CaseClasses> Cases = new(() => new CaseClasses());

    private readonly List<(char First, char Last)> _ranges;
    private readonly ulong _low;
    private readonly ulong _high;

    private CharSet(IEnumerable<(char First, char Last)> ranges)
    {
        _ranges = [];
        foreach (var range in ranges.Order())
        {
            if (_ranges.Count > 0 && range.First <= _ranges[^1].Last + 1)
                _ranges[^1] = (_ranges[^1].First, (char)Math.Max(_ranges[^1].Last, range.Last));
            else
                _ranges.Add(range);
        }
        for (var c = '\0'; c < 64; c++)
        {
            _low |= Find(c) ? 1UL << c : 0;
            _high |= Find((char)(c + 64)) ? 1UL << c : 0;
        }
    }

    public static CharSet All { get; } = Of('\0', '\uFFFF');

    public static CharSet Digits { get; } = Of('0', '9');

    public static CharSet Words { get; } = new([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);

    public static CharSet LineEnds { get; } = new([('\n', '\n'), ('\r', '\r'), ('\u2028', '\u2029')]);

    public static CharSet WhiteSpace { get; } = new([.. Spaces.Select(c => (c, c)), ('\u2000', '\u200A')]);

    public IReadOnlyList<(char First, char Last)> Ranges => _ranges;

    public static CharSet Of(char first, char last) => new([(first, last)]);

    public static CharSet Union(IEnumerable<CharSet> sets) => new(sets.SelectMany(set => set._ranges));

    public bool Contains(char c) =>
        c < 64 ? (_low >> c & 1) != 0
        : c < 128 ? (_high >> (c - 64) & 1) != 0
        : Find(c);

    private bool Find(char c)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < c)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _ranges.Count && _ranges[low].First <= c;
    }

    public CharSet Complement()
    {
        var gaps = new List<(char, char)>();
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            if (next < first)
                gaps.Add(((char)next, (char)(first - 1)));
            next = last + 1;
        }
        if (next <= char.MaxValue)
            gaps.Add(((char)next, char.MaxValue));
        return new CharSet(gaps);
    }

    /// <summary>The set with every character that the flag <c>i</c> takes for one of its own.</summary>
    public CharSet IgnoreCase()
    {
        var canonical = Cases
            .Value.Members.Where(member => Contains(member.Char))
            .Select(member => member.Canonical)
            .ToHashSet();
        var added = Cases
            .Value.Members.Where(member => canonical.Contains(member.Canonical))
            .Select(member => (member.Char, member.Char));
        return new CharSet(_ranges.Concat(added));
    }

    /// <summary>Canonicalize of ECMA-262 §22.2.2.7.3 without the flag <c>u</c>, for the characters that share a form.</summary>
    private sealed class CaseClasses
    {
        public CaseClasses() =>
            Members = [
                .. Enumerable
                    .Range(0, char.MaxValue + 1)
                    .Select(code => (Char: (char)code, Canonical: Canonicalize((char)code)))
                    .GroupBy(pair => pair.Canonical)
                    .Where(group => group.Skip(1).Any())
                    .SelectMany(group => group),
            ];

        public (char Char, char Canonical)[] Members { get; }

        private static char Canonicalize(char c)
        {
            var upper = TextCase.ToUpper(c.ToString());
            return upper.Length != 1 || (c >= 128 && upper[0] < 128) ? c : upper[0];
        }
    }
}
