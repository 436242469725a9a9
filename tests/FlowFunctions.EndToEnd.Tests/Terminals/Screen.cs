using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.EndToEnd.Tests.Terminals;

/// <summary>
/// A terminal's window as far as <c>flow</c> draws on it: text, line feeds, cursor to previous line, erase in line and in display
/// (ECMA-48). Any other sequence is kept out of the text and can be asked for.
/// </summary>
internal sealed partial class Screen
{
    private readonly List<StringBuilder> _lines = [new()];
    private readonly HashSet<string> _sequences = new(StringComparer.Ordinal);
    private int _row;
    private int _column;

    /// <summary>The lines as they stand now, scrolled-off ones included.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Select(static line => line.ToString().TrimEnd())];

    /// <summary>The highest number of lines that was drawn over at once.</summary>
    public int MostLinesUp { get; private set; }

    public bool Saw(string sequence) => _sequences.Contains(sequence);

    public void Write(string text)
    {
        for (var index = 0; index < text.Length; )
        {
            var match = Sequence().Match(text, index);
            if (match.Success && match.Index == index)
            {
                Apply(match);
                index += match.Length;
            }
            else
            {
                Put(text[index++]);
            }
        }
    }

    private void Put(char character)
    {
        if (character == '\r')
        {
            _column = 0;
        }
        else if (character == '\n')
        {
            _row++;
            if (_row == _lines.Count)
            {
                _lines.Add(new StringBuilder());
            }
        }
        else
        {
            var line = _lines[_row];
            line.Append(' ', Math.Max(0, _column + 1 - line.Length));
            line[_column++] = character;
        }
    }

    private void Apply(Match match)
    {
        _sequences.Add(match.Value);
        switch (match.Groups["final"].Value)
        {
            case "F":
                var lines = int.Parse(match.Groups["parameter"].Value, CultureInfo.InvariantCulture);
                MostLinesUp = Math.Max(MostLinesUp, lines);
                (_row, _column) = (_row - lines, 0);
                break;
            case "K":
                EraseLine();
                break;
            case "J":
                EraseLine();
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            default:
                break;
        }
    }

    private void EraseLine() => _lines[_row].Length = Math.Min(_lines[_row].Length, _column);

    [GeneratedRegex(@"\e(?:\[(?<parameter>[?0-9;]*)(?<final>[A-Za-z])|[=>])", RegexOptions.CultureInvariant)]
    private static partial Regex Sequence();
}
