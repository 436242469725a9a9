namespace FlowFunctions.Flows.Schema;

/// <summary>Finds the known word that somebody probably meant.</summary>
internal static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>Text to append to a message, such as <c> (did you mean 'method'?)</c>; empty when nothing is near.</summary>
    public static string Hint(string? word, IEnumerable<string> known) =>
        Nearest(word, known) is { } meant ? $" (did you mean '{meant}'?)" : "";

    /// <summary>The known word that a third of the letters, but at most three, would have to change to become.</summary>
    public static string? Nearest(string? word, IEnumerable<string> known)
    {
        if (word is null || word.Length > LongestWord)
            return null;
        int limit = Math.Min(word.Length / 3, 3);
        return known
            .Where(other => Math.Abs(other.Length - word.Length) <= limit)
            .Select(other => (Word: other, Distance: Distance(word, other)))
            .Where(one => one.Distance <= limit)
            .OrderBy(one => one.Distance)
            .Select(one => one.Word)
            .FirstOrDefault();
    }

    /// <summary>Changes, insertions, deletions and swaps of neighbours (optimal string alignment), ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        int[] beforeLast = [];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last) = (last, row);
        }
        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
