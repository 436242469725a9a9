using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Requests;

/// <summary>How many items a page of a list has: 1 to 200, by default 50.</summary>
internal static class PageSize
{
    private const int Default = 50;
    private const int Max = 200;

    /// <exception cref="ProblemException">400: it is out of range.</exception>
    public static int Of(int? limit, string name = "limit") =>
        limit is null ? Default
        : limit is >= 1 and <= Max ? limit.Value
        : throw new ProblemException(
            Problem.BadRequest($"'{name}' is {limit}; give a number from 1 to {Max}, or leave it out for {Default}.")
        );
}
