using System.Collections.Immutable;
using System.Globalization;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Which lines of a log are asked for, as they are sent.</summary>
internal sealed record LogFilter
{
    private const int DefaultLimit = 200;
    private const int MaxLimit = 1000;

    private static readonly ImmutableArray<string> Levels = ["debug", LogLine.Info, LogLine.Warning, LogLine.Error];

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

    /// <summary>Lines of this level and above only: <c>debug</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</summary>
    public string? Level { get; init; }

    /// <summary>Whether to go on with new lines until the run ends.</summary>
    public bool? Follow { get; init; }

    /// <summary>Whether a line is asked for, wherever it stands.</summary>
    public bool Fits(LogLine line) =>
        Fits(line.Step, line.Attempt)
        && (string.IsNullOrEmpty(Level) || Levels.IndexOf(line.Level) >= Levels.IndexOf(Level));

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

    /// <summary>Checks that the level is one.</summary>
    /// <exception cref="ProblemException">400: it is none.</exception>
    public void CheckLevel()
    {
        if (!string.IsNullOrEmpty(Level) && !Levels.Contains(Level))
        {
            throw new ProblemException(
                Problem.BadRequest($"'level' is '{Level}'; give one of {string.Join(", ", Levels)}, or leave it out.")
            );
        }
    }

    /// <summary>Checks that the step is one of the flow's, whether the run came to it or not.</summary>
    /// <exception cref="ProblemException">404: the flow has no such step.</exception>
    public void Check(Plan plan)
    {
        if (!string.IsNullOrEmpty(Step) && !IsIn(plan.Root, Step))
        {
            throw new ProblemException(
                Problem.NotFound(
                    "Step.NotFound",
                    $"Flow '{plan.FlowId}' as it ran has no step '{Step}'. Give a step's path as the run shows it, for example loop[17]/fetch."
                )
            );
        }
    }

    private static bool IsIn(PlanScope root, string path)
    {
        PlanScope? scope = root;
        foreach (var part in path.Split('/'))
        {
            var id = part.Split('[')[0];
            if (scope?.Steps.FirstOrDefault(step => step.Id == id) is not { } found)
            {
                return false;
            }

            scope = found.Body;
        }

        return true;
    }

    private static bool IsWithin(string? path, string step) =>
        path is not null
        && path.StartsWith(step, StringComparison.Ordinal)
        && (path.Length == step.Length || path[step.Length] is '/' or '[');
}
