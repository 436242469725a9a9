using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Requests;

/// <summary>What a caller says about a change.</summary>
internal static class ChangeMessage
{
    private const int MaxLength = 1000;

    /// <exception cref="ProblemException">400: it is too long.</exception>
    public static string? Of(string? text) =>
        text is null or { Length: 0 } ? null
        : text.Length <= MaxLength ? text
        : throw new ProblemException(
            Problem.BadRequest($"'message' has {text.Length} characters; {MaxLength} fit. Shorten it.")
        );
}
