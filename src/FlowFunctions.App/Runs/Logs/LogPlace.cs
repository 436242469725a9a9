using System.Globalization;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>A place in a log: behind some lines of a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Lines">How many of its lines lie before the place.</param>
internal readonly record struct LogPlace(DateTimeOffset At, int Lines)
{
    private const char Separator = '.';

    /// <summary>Reads the parameter <c>after</c>: a continuation, or a time.</summary>
    /// <exception cref="ProblemException">400: it is neither.</exception>
    public static LogPlace? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var dot = text.IndexOf(Separator, StringComparison.Ordinal);
        if (
            dot > 0
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
        )
        {
            return new LogPlace(new DateTimeOffset(ticks, TimeSpan.Zero), lines);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new LogPlace(at.ToUniversalTime(), int.MaxValue)
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'after' is '{text}'; give the continuation of a page, or a time such as 2026-01-31T14:25:01Z."
                )
            );
    }

    /// <summary>The place behind a page.</summary>
    /// <param name="page">Its lines; at least one.</param>
    /// <param name="before">The place that the page began at, or null for the beginning.</param>
    public static LogPlace Behind(IReadOnlyList<LogLine> page, LogPlace? before)
    {
        var at = page[^1].At;
        var lines = page.Reverse().TakeWhile(line => line.At == at).Count();
        return new LogPlace(at, before is { } place && place.At == at ? place.Lines + lines : lines);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}{Separator}{Lines}");
}
