using System.Globalization;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Which lines of a log are asked for, as they are sent.</summary>
internal sealed record LogFilter
{
    private const int DefaultLimit = 200;
    private const int MaxLimit = 1000;

    /// <summary>Lines of this step, and of the steps inside of it, only.</summary>
    public string? Step { get; init; }

    /// <summary>Lines of this attempt only.</summary>
    public int? Attempt { get; init; }

    /// <summary>The continuation of the page before, or a time: lines after it only.</summary>
    public string? After { get; init; }

    /// <summary>Lines before this time only.</summary>
    public string? Before { get; init; }

    /// <summary>How many, 1 to 1000; 200 by default, and all as text.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether to go on with new lines until the run ends.</summary>
    public bool? Follow { get; init; }

    /// <summary>Whether a line is asked for, wherever it stands.</summary>
    public bool Fits(LogLine line) => Fits(line.Step, line.Attempt);

    /// <summary>Whether lines of an attempt are asked for.</summary>
    public bool Fits(string? step, int? attempt) =>
        (string.IsNullOrEmpty(Step) || IsWithin(step, Step)) && (Attempt is null || attempt == Attempt);

    /// <summary>The number of lines.</summary>
    /// <param name="isText">Whether the answer is text, which has no place for a continuation.</param>
    /// <exception cref="ProblemException">400: it is out of range.</exception>
    public int Size(bool isText) =>
        Limit switch
        {
            null => isText ? int.MaxValue : DefaultLimit,
            >= 1 and <= MaxLimit => Limit.Value,
            _ => throw new ProblemException(
                Problem.BadRequest(
                    $"'limit' is {Limit}; give a number from 1 to {MaxLimit}, or leave it out for {DefaultLimit}."
                )
            ),
        };

    /// <summary>The time that lines must lie before; the end of all times when none is given.</summary>
    /// <exception cref="ProblemException">400: it is no time.</exception>
    public DateTimeOffset End() =>
        string.IsNullOrEmpty(Before) ? DateTimeOffset.MaxValue
        : DateTimeOffset.TryParse(Before, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end
        : throw new ProblemException(
            Problem.BadRequest($"'before' is '{Before}'; give a time such as 2026-01-31T14:25:01Z.")
        );

    private static bool IsWithin(string? path, string step) =>
        path is not null
        && path.StartsWith(step, StringComparison.Ordinal)
        && (path.Length == step.Length || path[step.Length] is '/' or '[');
}
