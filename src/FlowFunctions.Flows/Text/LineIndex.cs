namespace FlowFunctions.Flows.Text;

/// <summary>Turns offsets in a text into lines and columns. A line ends with LF, CR LF or CR, as in editors.</summary>
internal sealed class LineIndex
{
    private readonly List<int> starts = [0];

    public LineIndex(string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (text[i] == '\n' || text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))
                starts.Add(i + 1);
    }

    public TextPosition Position(int offset)
    {
        int found = starts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        return new(line + 1, offset - starts[line] + 1);
    }
}
