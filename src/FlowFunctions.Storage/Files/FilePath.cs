using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Storage.Files;

/// <summary>The path of a file in a workspace, such as <c>order-intake/score.py</c>: relative, with <c>/</c> between its parts.</summary>
public sealed record FilePath
{
    /// <summary>How many characters a path has at most.</summary>
    public const int MaxLength = FlowFilePath.MaxLength;

    private FilePath(string value) => Value = value;

    /// <summary>The path as text.</summary>
    public string Value { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The path.</param>
    /// <param name="problem">Why it is none, and what a path looks like.</param>
    /// <returns>Whether it is a path.</returns>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out FilePath? path,
        [NotNullWhen(false)] out string? problem
    )
    {
        problem = FlowFilePath.Problem(text);
        path = problem is null ? new FilePath(text) : null;
        return problem is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
