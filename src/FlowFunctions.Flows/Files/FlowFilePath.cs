using System.Globalization;
using System.Text;

namespace FlowFunctions.Flows.Files;

/// <summary>What the paths of files look like, in a workspace and in a flow's folder, and which files of that folder a flow pins.</summary>
public static class FlowFilePath
{
    /// <summary>How many characters a path has at most.</summary>
    public const int MaxLength = 512;

    // What names of files have on disk, where scripts run.
    private const int MaxPartBytes = 255;

    private static readonly string[] OwnDocuments = ["flow.json", "flow.yaml", "flow.yml", "README.md"];

    // What runtimes leave beside scripts; packages are installed from their list, not from a copy.
    private static readonly string[] Leavings = ["__pycache__", "node_modules"];

    /// <summary>Why a text is no path of a file.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A sentence that says what a path looks like; null for a path.</returns>
    public static string? Problem(string text) =>
        text.Length == 0 ? "The path is empty."
        : text.Length > MaxLength ? $"The path has {text.Length} characters; {MaxLength} fit."
        : text[0] == '/' ? "The path must not begin with '/'; it is relative to the folder."
        : text.Contains('\\', StringComparison.Ordinal) ? "The path holds a backslash; write '/' between its parts."
        : text.Any(IsRefused) || text.EnumerateRunes().Any(static rune => rune == Rune.ReplacementChar)
            ? "The path holds a control character or is no valid Unicode."
        : text.Split('/').Any(static part => part.Length == 0) ? "The path has an empty part: '//' or '/' at its end."
        // The Blob service drops dots at the end of a part.
        : text.Split('/').Any(static part => part.EndsWith('.'))
            ? "No part of the path may be '.' or '..' or end with a dot."
        : text.Split('/').Any(static part => Encoding.UTF8.GetByteCount(part) > MaxPartBytes)
            ? $"No part of the path may have more than {MaxPartBytes} bytes."
        : null;

    /// <summary>
    /// Whether a flow that uses files pins this one. It leaves out its own document, <c>README.md</c>, hidden files, and what runtimes
    /// leave behind (<c>__pycache__</c>, <c>node_modules</c>).
    /// </summary>
    /// <param name="path">The path in the flow's folder.</param>
    /// <returns>Whether it is pinned.</returns>
    public static bool IsPinned(string path) =>
        !OwnDocuments.Contains(path, StringComparer.Ordinal)
        && !path.Split('/').Any(static part => part.StartsWith('.') || Leavings.Contains(part, StringComparer.Ordinal));

    private static bool IsRefused(char character) =>
        char.IsControl(character)
        || character is '\uFFFE' or '\uFFFF'
        || CharUnicodeInfo.GetUnicodeCategory(character)
            is UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
