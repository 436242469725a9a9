using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Storage.Files;

/// <summary>The path of a file in a workspace, such as <c>order-intake/score.py</c>: relative, with <c>/</c> between its parts.</summary>
public sealed record FilePath
{
    /// <summary>How many characters a path has at most.</summary>
    public const int MaxLength = 512;

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
        problem = Problem(text);
        path = problem is null ? new FilePath(text) : null;
        return problem is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Problem(string text) =>
        text.Length == 0 ? "The path is empty."
        : text.Length > MaxLength ? $"The path has {text.Length} characters; {MaxLength} fit."
        : text[0] == '/' ? "The path must not begin with '/'; it is relative to the workspace."
        : text.Contains('\\', StringComparison.Ordinal) ? "The path holds a backslash; write '/' between its parts."
        : text.Any(IsRefused) || text.EnumerateRunes().Any(static rune => rune == Rune.ReplacementChar)
            ? "The path holds a control character or is no valid Unicode."
        : text.Split('/').Any(static part => part.Length == 0) ? "The path has an empty part: '//' or '/' at its end."
        // The Blob service drops dots at the end of a part.
        : text.Split('/').Any(static part => part.EndsWith('.'))
            ? "No part of the path may be '.' or '..' or end with a dot."
        : null;

    private static bool IsRefused(char character) =>
        char.IsControl(character)
        || character is '\uFFFE' or '\uFFFF'
        || CharUnicodeInfo.GetUnicodeCategory(character)
            is UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
