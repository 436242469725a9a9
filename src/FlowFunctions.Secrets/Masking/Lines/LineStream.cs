using System.Buffers;
using FlowFunctions.Secrets.Masking.Decoding;

namespace FlowFunctions.Secrets.Masking.Lines;

/// <summary>Lines that make one text, and what of them waits for more.</summary>
/// <param name="mask">The secrets.</param>
internal sealed class LineStream<TTag>(SecretMask mask)
{
    private readonly List<HeldLine<TTag>> _held = [];
    private readonly List<int> _ends = [];
    private readonly ArrayBufferWriter<char> _text = new();

    /// <summary>Takes a line, and decides all lines that are sure by now.</summary>
    public void Add(HeldLine<TTag> line)
    {
        if (mask.Patterns is not { } patterns || IsAlone(line, patterns))
        {
            line.Masked = Apply(line);
            return;
        }

        Append(line);
        var ranges = patterns.FindSoFar(_text.WrittenSpan, out var open);
        Decide(ranges, CountBefore(open, ranges));
    }

    /// <summary>Nothing more comes.</summary>
    public void Flush()
    {
        if (_held.Count > 0)
        {
            Decide(mask.Patterns!.Find(_text.WrittenSpan), _held.Count);
        }
    }

    /// <summary>Whether nothing in the line can be part of something with the lines before and after.</summary>
    private bool IsAlone(HeldLine<TTag> line, PatternSet patterns) =>
        _held.Count == 0 && !line.IsContinued && !patterns.HasLines && !WrappedLines.IsBroken(line.Text);

    private string Apply(HeldLine<TTag> line) =>
        line.IsContinued && mask.IsWhole(line.Text) ? line.Text : mask.Apply(line.Text);

    private void Append(HeldLine<TTag> line)
    {
        _text.Write(line.Text);
        if (!line.IsContinued)
        {
            _text.Write("\n");
        }

        _held.Add(line);
        _ends.Add(_text.WrittenCount);
    }

    /// <summary>How many lines are before a place, without cutting a secret that has been found.</summary>
    private int CountBefore(int open, MaskedRanges? ranges)
    {
        var count = CountTo(open);
        while (count > 0 && ranges?.StartAcross(_ends[count - 1]) is { } start)
        {
            count = CountTo(start);
        }

        return count;
    }

    private int CountTo(int place)
    {
        var index = _ends.BinarySearch(place);
        return index >= 0 ? index + 1 : ~index;
    }

    private void Decide(MaskedRanges? ranges, int count)
    {
        if (count == 0)
        {
            return;
        }

        var start = 0;
        for (var i = 0; i < count; i++)
        {
            var line = _held[i];
            line.Masked = ranges?.Apply(_text.WrittenSpan, start, start + line.Text.Length) ?? line.Text;
            line.Masked =
                line is { IsContinued: false } && mask.IsWhole(line.Masked) ? SecretMask.Replacement : line.Masked;
            start = _ends[i];
        }

        Forget(count, start);
    }

    private void Forget(int count, int length)
    {
        var rest = _text.WrittenSpan[length..].ToArray();
        _text.ResetWrittenCount();
        _text.Write(rest);
        _held.RemoveRange(0, count);
        _ends.RemoveRange(0, count);
        for (var i = 0; i < _ends.Count; i++)
        {
            _ends[i] -= length;
        }
    }
}
