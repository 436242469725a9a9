using System.Globalization;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary>Moments as options take them.</summary>
internal static class Moments
{
    /// <summary>Reads a moment; null when none is given. One without an offset is UTC, as all times that are printed.</summary>
    /// <exception cref="InvalidUseException">It is none.</exception>
    public static DateTimeOffset? Read(string option, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
        : throw new InvalidUseException($"{option} takes a time such as 2026-03-28T00:00:00Z; '{text}' is none.");
}
