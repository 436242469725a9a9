using System.Text;

namespace FlowFunctions.Secrets.Masking;

/// <summary>A place in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended.</param>
internal readonly record struct MaskedRange(int Start, int End);

/// <summary>Places in a text that must not be shown.</summary>
internal sealed class MaskedRanges
{
    private readonly List<MaskedRange> _ranges = [];
    private bool _isMerged = true;

    /// <summary>Adds a place; places may overlap and come in any order.</summary>
    public void Add(MaskedRange range)
    {
        _isMerged = _ranges.Count == 0;
        if (_ranges.Count > 0 && range.Start <= _ranges[^1].End && range.End >= _ranges[^1].Start)
        {
            // A text full of overlapping ones must not fill the memory with them.
            _ranges[^1] = new(Math.Min(_ranges[^1].Start, range.Start), Math.Max(_ranges[^1].End, range.End));
            return;
        }

        _ranges.Add(range);
    }

    /// <summary>The text with the mask in their places.</summary>
    public string Apply(string text) => Apply(text, 0, text.Length);

    /// <summary>A part of the text, with the mask in their places: also for what a place has in this part only.</summary>
    public string Apply(ReadOnlySpan<char> text, int start, int end)
    {
        Merge();
        var masked = new StringBuilder(end - start);
        var at = start;
        foreach (var range in _ranges)
        {
            var (from, to) = (Math.Max(range.Start, start), Math.Min(range.End, end));
            if (from < to)
            {
                masked.Append(text[at..from]).Append(SecretMask.Replacement);
                at = to;
            }
        }

        return masked.Append(text[at..end]).ToString();
    }

    /// <summary>Where a range begins that a place cuts; null when none is cut.</summary>
    public int? StartAcross(int place)
    {
        Merge();
        foreach (var range in _ranges)
        {
            if (range.Start < place && place < range.End)
            {
                return range.Start;
            }
        }

        return null;
    }

    private void Merge()
    {
        if (_isMerged)
        {
            return;
        }

        _ranges.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var last = 0;
        for (var i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].Start < _ranges[last].End)
            {
                _ranges[last] = _ranges[last] with { End = Math.Max(_ranges[last].End, _ranges[i].End) };
            }
            else
            {
                _ranges[++last] = _ranges[i];
            }
        }

        _ranges.RemoveRange(last + 1, _ranges.Count - last - 1);
        _isMerged = true;
    }
}
