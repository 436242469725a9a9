using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary>Which runs a request means: the parameters of lists and of bulk actions.</summary>
internal static class RunQueries
{
    /// <exception cref="ProblemException">400: a parameter cannot be understood.</exception>
    public static RunQuery Of(string workspace, RunFilter filter) =>
        new(workspace)
        {
            FlowId = EmptyAsNull(filter.Flow),
            Status = StatusOf(filter.Status),
            From = TimeParameter.Read("from", filter.From),
            To = TimeParameter.Read("to", filter.To),
            ParentRunId = EmptyAsNull(filter.Parent),
            Continuation = EmptyAsNull(filter.Continuation),
            Limit = PageSize.Of(filter.Limit),
        };

    private static string? EmptyAsNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static RunStatus? StatusOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return char.IsAsciiLetter(text[0]) && Enum.TryParse<RunStatus>(text, ignoreCase: true, out var status)
            ? status
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'status' is '{text}'; give one of {string.Join(", ", Enum.GetNames<RunStatus>())}."
                )
            );
    }
}

/// <summary>The parameters of a list of runs, as they are sent.</summary>
internal sealed record RunFilter
{
    /// <summary>Runs of this flow only.</summary>
    public string? Flow { get; init; }

    /// <summary>Runs in this state only.</summary>
    public string? Status { get; init; }

    /// <summary>Runs accepted at this time or later.</summary>
    public string? From { get; init; }

    /// <summary>Runs accepted before this time.</summary>
    public string? To { get; init; }

    /// <summary>The runs that this run called; without it, those that no run called.</summary>
    public string? Parent { get; init; }

    /// <summary>How many, 1 to 200; 50 by default.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the page before ended.</summary>
    public string? Continuation { get; init; }
}
