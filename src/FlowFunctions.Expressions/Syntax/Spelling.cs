namespace FlowFunctions.Expressions.Syntax;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Spelling
{
    private const int LongestName = 40;

    /// <summary>" Did you mean 'x'?", or nothing where no name is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return "";
        var best = known.MinBy(candidate => Distance(name, candidate));
        return best is not null && Distance(name, best) <= Math.Max(1, (name.Length + 1) / 3)
            ? $" Did you mean '{best}'?"
            : "";
    }

    /// <summary>The Levenshtein distance, without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }
        return row[b.Length];
    }
}
