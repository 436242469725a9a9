namespace FlowFunctions.Secrets.Masking.Lines;

/// <summary>
/// Takes secrets out of a log while it is written, also those that are spread over parts of a line or over several lines. A line waits
/// only while its end may be the beginning of a secret. For one writer at a time.
/// </summary>
/// <typeparam name="TTag">What is kept with a line.</typeparam>
/// <param name="mask">The secrets.</param>
/// <param name="target">Takes the masked lines, in the order of the lines.</param>
public sealed class MaskedLines<TTag>(SecretMask mask, Action<MaskedLine<TTag>> target)
{
    /// <summary>So many lines wait behind one of another stream; with more, they go past it.</summary>
    public const int MaxWaiting = 1_000;

    /// <summary>So many characters wait; with more, lines of other streams go past the one that holds them up.</summary>
    public const int MaxWaitingLength = 1024 * 1024;

    private readonly Dictionary<int, LineStream<TTag>> _streams = [];
    private readonly List<HeldLine<TTag>> _waiting = [];
    private int _waitingLength;

    /// <summary>Takes a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stream">What it continues: lines of different streams (stdout and stderr, say) are no parts of one text.</param>
    public void Write(in MaskedLine<TTag> line, int stream = 0)
    {
        if (mask.IsEmpty)
        {
            target(line);
            return;
        }

        if (!_streams.TryGetValue(stream, out var lines))
        {
            _streams.Add(stream, lines = new(mask));
        }

        var held = new HeldLine<TTag>(line);
        _waiting.Add(held);
        _waitingLength += line.Text.Length;
        lines.Add(held);
        Release();
    }

    /// <summary>Nothing more comes: lets go of what waits.</summary>
    public void Flush()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Flush();
        }

        Release();
    }

    private void Release()
    {
        var count = _waiting.FindIndex(static line => line.Masked is null);
        count = count < 0 ? _waiting.Count : count;
        for (var i = 0; i < count; i++)
        {
            Tell(_waiting[i]);
        }

        _waiting.RemoveRange(0, count);
        if (_waiting.Count > MaxWaiting || _waitingLength > MaxWaitingLength)
        {
            ReleasePast();
        }
    }

    private void ReleasePast()
    {
        foreach (var line in _waiting.Where(static line => line.Masked is not null))
        {
            Tell(line);
        }

        _waiting.RemoveAll(static line => line.Masked is not null);
    }

    private void Tell(HeldLine<TTag> line)
    {
        _waitingLength -= line.Text.Length;
        target(line.Result);
    }
}
