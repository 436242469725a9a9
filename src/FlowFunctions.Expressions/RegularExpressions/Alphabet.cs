using System.Text;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// The characters as one pattern can tell them apart. Each class of characters has a representative, chosen so that
/// what .NET knows about it is what ECMAScript says of the class: a word character of <c>\b</c> only where ECMAScript
/// has one, and the newline for all that ends a line under flag <c>m</c>. Pattern and text are both written in
/// representatives before they meet.
/// </summary>
internal sealed class Alphabet
{
    private const string WordRepresentatives = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private const char FirstPrivate = '\uE000';
    private const char LastPrivate = '\uF8FF';

    private const int MostComparisons = 1_000_000;

    private readonly char[] _starts;
    private readonly char[] _representatives;
    private readonly char[] _ascii = new char[128];
    private readonly HashSet<char> _lineEndsThatDiffer = [];

    private Alphabet(CharSet[] sets, char[] starts, bool words, bool lines)
    {
        _starts = starts;
        _representatives = new char[starts.Length];
        Assign(sets, words, lines);
        for (var c = 0; c < _ascii.Length; c++)
            _ascii[c] = Find((char)c);
    }

    /// <summary>Finds the classes; null where that would take too long.</summary>
    /// <param name="sets">The sets of the pattern.</param>
    /// <param name="words">Whether the pattern asks for word boundaries.</param>
    /// <param name="lines">Whether the pattern asks for starts or ends of lines.</param>
    public static Alphabet? TryBuild(IEnumerable<CharSet> sets, bool words, bool lines)
    {
        var distinct = sets.Append(words ? CharSet.Words : CharSet.All)
            .Append(lines ? CharSet.LineEnds : CharSet.All)
            .DistinctBy(set => set.Key)
            .ToArray();
        char[] starts =
        [
            .. distinct
                .SelectMany(set => set.Ranges)
                .SelectMany(range => new[] { (int)range.First, range.Last + 1 })
                .Append(0)
                .Where(start => start <= char.MaxValue)
                .Select(start => (char)start)
                .Distinct()
                .Order(),
        ];
        return (long)starts.Length * distinct.Length <= MostComparisons && starts.Length <= LastPrivate - FirstPrivate
            ? new Alphabet(distinct, starts, words, lines)
            : null;
    }

    /// <summary>The representatives of the classes in a set.</summary>
    public IEnumerable<char> Represent(CharSet set) =>
        Enumerable
            .Range(0, _starts.Length)
            .Where(i => set.Contains(_starts[i]))
            .Select(i => _representatives[i])
            .Distinct();

    /// <summary>A text in representatives; null if it holds a line end that the pattern treats unlike the newline.</summary>
    public string? Represent(string text)
    {
        var represented = string.Create(
            text.Length,
            (this, text),
            static (span, state) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = state.text[i] < 128 ? state.Item1._ascii[state.text[i]] : state.Item1.Find(state.text[i]);
            }
        );
        return _lineEndsThatDiffer.Count > 0 && represented.Any(_lineEndsThatDiffer.Contains) ? null : represented;
    }

    private void Assign(CharSet[] sets, bool words, bool lines)
    {
        var classes = new Dictionary<string, char>(StringComparer.Ordinal);
        var newline = Signature(sets, '\n');
        var (word, other) = (0, FirstPrivate);
        for (var i = 0; i < _starts.Length; i++)
        {
            var first = _starts[i];
            var signature = Signature(sets, first);
            if (!classes.TryGetValue(signature, out var representative))
            {
                if (lines && signature == newline)
                    representative = '\n';
                else
                    representative = words && CharSet.Words.Contains(first) ? WordRepresentatives[word++] : other++;
                classes.Add(signature, representative);
            }
            if (lines && representative != '\n' && CharSet.LineEnds.Contains(first))
                _lineEndsThatDiffer.Add(representative);
            _representatives[i] = representative;
        }
    }

    private static string Signature(CharSet[] sets, char c)
    {
        var signature = new StringBuilder(sets.Length);
        foreach (var set in sets)
            signature.Append(set.Contains(c) ? '1' : '0');
        return signature.ToString();
    }

    private char Find(char c)
    {
        var index = Array.BinarySearch(_starts, c);
        return _representatives[index >= 0 ? index : ~index - 1];
    }
}
