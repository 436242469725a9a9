using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Makes a tree fit a window: what has ended goes first, then what has not begun, then the rest from its end.</summary>
internal static class TreeClip
{
    /// <summary>The lines to show, at most so many.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="most">Lines that fit; at least 2.</param>
    public static IReadOnlyList<TreeLine> Clip(IReadOnlyList<TreeLine> lines, int most)
    {
        if (lines.Count <= most)
        {
            return lines;
        }

        // One line is needed to say what is left out.
        var excess = lines.Count - most + 1;
        var left = LeaveOut(lines, TreeLineState.Finished, ref excess);
        left = LeaveOut(left, TreeLineState.Pending, ref excess);
        var shown = left.Take(most - 1).ToList();
        shown.Add(Note($"  {lines.Count - shown.Count} more lines do not fit the window"));
        return shown;
    }

    private static List<TreeLine> LeaveOut(IReadOnlyList<TreeLine> lines, TreeLineState state, ref int excess)
    {
        var kept = new List<TreeLine>(lines.Count);
        foreach (var line in lines)
        {
            if (excess > 0 && line.State == state)
            {
                excess--;
            }
            else
            {
                kept.Add(line);
            }
        }

        return kept;
    }

    private static TreeLine Note(string text) => new(text, Ansi.Dim, text.Length, TreeLineState.Pending);
}
