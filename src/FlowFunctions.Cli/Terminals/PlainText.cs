namespace FlowFunctions.Cli.Terminals;

/// <summary>Text that comes from flows, services and people, made safe to show in one line.</summary>
internal static class PlainText
{
    /// <summary>The text without control characters: no line breaks, and no sequences that would take a terminal over.</summary>
    public static string Line(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)) : text;

    /// <summary>As much of a line as fits, with an ellipsis where something is cut off.</summary>
    /// <param name="line">The line.</param>
    /// <param name="columns">Columns of the terminal that it may take.</param>
    public static string Fit(string line, int columns)
    {
        var width = 0;
        for (var index = 0; index < line.Length; index++)
        {
            width += Width(line[index]);
            if (width > columns)
            {
                return Cut(line, columns - 1) + "…";
            }
        }

        return line;
    }

    /// <summary>Whether all of a line fits.</summary>
    /// <param name="line">The line.</param>
    /// <param name="columns">Columns of the terminal that it may take.</param>
    public static bool Fits(string line, int columns) => line.Sum(Width) <= columns;

    /// <summary>A line broken between its words; a word that is too long is cut off.</summary>
    /// <param name="line">The line.</param>
    /// <param name="columns">Columns of the terminal that each of its lines may take.</param>
    public static IEnumerable<string> Wrap(string line, int columns)
    {
        var current = "";
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = current.Length == 0 ? word : $"{current} {word}";
            if (current.Length > 0 && !Fits(longer, columns))
            {
                yield return Fit(current, columns);
                longer = word;
            }

            current = longer;
        }

        yield return Fit(current, columns);
    }

    private static string Cut(string line, int columns)
    {
        var length = 0;
        for (var width = 0; length < line.Length && (width += Width(line[length])) <= columns; length++) { }

        return line[..(length > 0 && char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)];
    }

    /// <summary>
    /// Columns of a UTF-16 unit: two for the East Asian wide characters (UAX #11), and two for a pair of surrogates, most of which
    /// are wide.
    /// </summary>
    private static int Width(char unit) =>
        unit
            is (>= '\u1100' and <= '\u115F')
                or (>= '\u2E80' and <= '\uA4CF')
                or (>= '\uAC00' and <= '\uD7A3')
                or (>= '\uF900' and <= '\uFAFF')
                or (>= '\uFE30' and <= '\uFE6F')
                or (>= '\uFF00' and <= '\uFF60')
                or (>= '\uFFE0' and <= '\uFFE6')
            ? 2
            : 1;
}
