using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Engine.Runs;

/// <summary>
/// Ids of runs in 26 characters of Crockford's base 32, lower case: 10 that count down in milliseconds, then 16 random ones. So the
/// ordinal order of ids is that of the runs, newest first, and a child's id, which begins with its root's, stands beside it.
/// </summary>
public static class RunIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int BitsPerCharacter = 5;
    private const int TimeCharacters = 10;
    private const int Characters = 26;
    private const long LastMoment = (1L << (BitsPerCharacter * TimeCharacters)) - 1;

    /// <summary>The most characters that a run's id has, whoever made it.</summary>
    public const int MaxLength = 128;

    /// <summary>What stands between a run's id and the number of the command that starts a child of it.</summary>
    public const char ChildSeparator = '~';

    private static readonly SearchValues<char> AllowedCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~"
    );

    /// <summary>Whether a run can have the id: 1 to 128 letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>~</c>; also one of another form.</summary>
    public static bool IsAllowed(ReadOnlySpan<char> runId) =>
        runId.Length is > 0 and <= MaxLength && !runId.ContainsAnyExcept(AllowedCharacters);

    /// <summary>A new id; no two are the same.</summary>
    /// <param name="now">The time; from 1970 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1970.</exception>
    public static string New(DateTimeOffset now)
    {
        var moment = now.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfNegative(moment, nameof(now));
        return string.Create(
            Characters,
            LastMoment - moment,
            static (id, left) =>
            {
                for (var index = TimeCharacters - 1; index >= 0; index--)
                {
                    id[index] = Alphabet[(int)(left % Alphabet.Length)];
                    left /= Alphabet.Length;
                }

                RandomNumberGenerator.GetItems(Alphabet, id[TimeCharacters..]);
            }
        );
    }

    /// <summary>An id that is always the same for the same time and seed: whoever is told of one start twice makes one run of it.</summary>
    /// <param name="time">The time that the id tells; from 1970 on.</param>
    /// <param name="seed">What makes it differ from others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1970.</exception>
    public static string Derived(DateTimeOffset time, string seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
        var rest = hash.Take(Characters - TimeCharacters).Select(static value => Alphabet[value % Alphabet.Length]);
        return string.Concat(New(time).AsSpan(0, TimeCharacters), string.Concat(rest));
    }

    /// <summary>When the id was made, or that of the run at the root of a child's; null for an id of another form.</summary>
    public static DateTimeOffset? TimeOf(string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        if (runId.Length < Characters || (runId.Length > Characters && runId[Characters] != ChildSeparator))
        {
            return null;
        }

        var left = 0L;
        for (var index = 0; index < Characters; index++)
        {
            var digit = Alphabet.IndexOf(runId[index], StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            left = index < TimeCharacters ? (left * Alphabet.Length) + digit : left;
        }

        var moment = LastMoment - left;
        return moment <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(moment)
            : null;
    }
}
