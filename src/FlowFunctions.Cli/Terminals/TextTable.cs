using System.Text;

namespace FlowFunctions.Cli.Terminals;

/// <summary>
/// A table: on a terminal with a heading and aligned columns, else a line for each row with tabs between its values, so that
/// programs can read it.
/// </summary>
/// <param name="headings">The names of the columns.</param>
internal sealed class TextTable(params IReadOnlyList<string> headings)
{
    private const string Gap = "  ";
    private readonly List<IReadOnlyList<TextCell>> _rows = [];

    /// <summary>Whether a value of the last column that does not fit has lines of its own below its row, instead of being cut off.</summary>
    public bool WrapsLast { get; init; }

    public int Count => _rows.Count;

    public void Add(params IReadOnlyList<TextCell> cells) => _rows.Add(cells);

    public void Write(Terminal terminal)
    {
        if (terminal.IsOutputInteractive)
        {
            WriteAligned(terminal);
            return;
        }

        foreach (var row in _rows)
        {
            terminal.Output.WriteLine(string.Join('\t', row.Select(static cell => PlainText.Line(cell.Plain))));
        }
    }

    private void WriteAligned(Terminal terminal)
    {
        var heading = headings.Select(static name => new TextCell(name, Color: Ansi.Bold)).ToArray();
        var rows = _rows.Prepend(heading).ToArray();
        var widths = headings.Select((_, column) => rows.Max(row => row[column].Text.Length)).ToArray();
        var columns = terminal.Size().Columns;
        var left = columns - widths.SkipLast(1).Sum(static width => width + Gap.Length);
        foreach (var row in rows)
        {
            var last = PlainText.Line(row[^1].Text);
            var isWrapped = WrapsLast && last.Length > 0 && !PlainText.Fits(last, left);
            var cells = isWrapped ? [.. row.SkipLast(1)] : row;
            terminal.Output.WriteLine(Line(cells, widths, columns, terminal.HasColor));
            if (isWrapped && row != heading)
            {
                WriteWrapped(terminal.Output, last, columns);
            }
        }
    }

    private static void WriteWrapped(TextWriter output, string text, int columns)
    {
        foreach (var line in PlainText.Wrap(text, columns - Gap.Length))
        {
            output.WriteLine(Gap + line);
        }
    }

    private static string Line(IReadOnlyList<TextCell> row, int[] widths, int columns, bool hasColor)
    {
        var line = new StringBuilder();
        for (var (column, used) = (0, 0); column < row.Count && used < columns; column++)
        {
            var isLast = column == row.Count - 1;
            var text = PlainText.Fit(PlainText.Line(row[column].Text), columns - used);
            var padding = isLast ? 0 : widths[column] - text.Length;
            line.Append(row[column].Color is { } color ? text.Paint(color, hasColor) : text);
            line.Append(' ', Math.Max(0, padding)).Append(isLast ? "" : Gap);
            used += widths[column] + Gap.Length;
        }

        return line.ToString().TrimEnd();
    }
}

/// <summary>A value of a table.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Value">What programs read; null for the same.</param>
/// <param name="Color">Its colour, or null.</param>
internal readonly record struct TextCell(string Text, string? Value = null, string? Color = null)
{
    public string Plain => Value ?? Text;

    public static implicit operator TextCell(string? text) => new(text ?? "");
}
