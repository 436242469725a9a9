using System.Globalization;
using System.Security.Cryptography;

namespace FlowFunctions.Cli.Run;

/// <summary>Ids of runs started from a command line: short enough to type, and in order of their start.</summary>
internal static class RunId
{
    // Without vowels and look-alikes, so that no words and no misreadings come up.
    private const string Alphabet = "23456789bcdfghjkmnpqrstvwxz";
    private const int RandomLength = 6;
    private const int MaxLength = 128;

    /// <summary>A new id, for example <c>20260131-142501-7kq3fz</c>.</summary>
    public static string New(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture)
        + RandomNumberGenerator.GetString(Alphabet, RandomLength);

    /// <summary>Checks an id that a user gave; it becomes a folder's name and part of idempotency keys.</summary>
    /// <exception cref="InvalidUseException">It cannot be used.</exception>
    public static string Check(string id) =>
        id is { Length: > 0 and <= MaxLength } and not ("." or "..") && id.All(IsAllowed)
            ? id
            : throw new InvalidUseException(
                $"'{id}' is no run id. Use 1 to {MaxLength} letters, digits and the characters '-', '_' and '.'."
            );

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';
}
