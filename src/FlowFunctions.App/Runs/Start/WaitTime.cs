using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.App.Runs.Start;

/// <summary>How long a caller waits for a run's end: the parameter <c>wait</c>.</summary>
internal static class WaitTime
{
    /// <summary>What callers and proxies in between endure at most.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(10);

    /// <summary>Reads the parameter; without it nobody waits.</summary>
    /// <exception cref="ProblemException">400: it is no duration, or too long.</exception>
    public static TimeSpan Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return TimeSpan.Zero;
        }

        return Duration.TryParse(text, out var wait, out _) && wait >= TimeSpan.Zero && wait <= Max
            ? wait
            : throw new ProblemException(
                Problem.BadRequest($"'wait' is '{text}'; give a duration such as 500ms, 30s or 5m, at most 10m.")
            );
    }
}
