using System.Buffers;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// The time in a run id of the engine's form: 10 digits of base 32 (Crockford's alphabet, lower case) of 2^50 - 1 - Unix milliseconds,
/// then 16 random ones, and for a called run <c>~</c> and more. Ids of a later time stand before those of an earlier one.
/// </summary>
internal static class RunIdTime
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> AllDigits = SearchValues.Create(Digits);
    private const int TimeLength = 10;
    private const int IdLength = 26;
    private const long Highest = (1L << (5 * TimeLength)) - 1;

    /// <summary>Whether an id begins with a time.</summary>
    public static bool Has(string runId) =>
        runId.Length >= IdLength
        && (runId.Length == IdLength || runId[IdLength] == '~')
        && !runId.AsSpan(0, IdLength).ContainsAnyExcept(AllDigits);

    /// <summary>What ids of a time begin with.</summary>
    public static string Prefix(DateTimeOffset time)
    {
        var rest = Highest - time.ToUnixTimeMilliseconds();
        return string.Create(
            TimeLength,
            rest,
            static (text, value) =>
            {
                for (var i = text.Length - 1; i >= 0; i--, value >>= 5)
                {
                    text[i] = Digits[(int)(value & 31)];
                }
            }
        );
    }

    /// <summary>What ids of the same eighth of a second (128 ms) have in common: eight digits and the upper bits of the ninth.</summary>
    public static string Slice(string prefix) =>
        $"{prefix.AsSpan(0, 8)}{Digits[Digits.IndexOf(prefix[8], StringComparison.Ordinal) & ~3]}";
}
