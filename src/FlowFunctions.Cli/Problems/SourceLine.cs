using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Problems;

/// <summary>A line of source with a caret under the place at fault.</summary>
internal static class SourceLine
{
    /// <summary>So much of a line is shown around the place; documents written by programs are one long line.</summary>
    private const int Reach = 60;

    /// <param name="output">Where to.</param>
    /// <param name="line">The line.</param>
    /// <param name="column">The place, from 0; one after the end is the end.</param>
    /// <param name="hasColor">Whether to use colours.</param>
    public static void Print(TextWriter output, string line, int column, bool hasColor)
    {
        column = Math.Clamp(column, 0, line.Length);
        var start = Math.Max(0, column - Reach);
        var end = Math.Min(line.Length, column + Reach);
        var before = start > 0 ? "…" : "";
        var shown = before + line[start..end] + (end < line.Length ? "…" : "");
        var indent = string.Concat(shown.Take(before.Length + column - start).Select(Blank));
        output.WriteLine($"  {shown}");
        output.WriteLine($"  {indent}{"^".Paint(Ansi.Red, hasColor)}");
    }

    // Tabs stay tabs, so that the caret stands right whatever their width.
    private static char Blank(char character) => character == '\t' ? '\t' : ' ';
}
