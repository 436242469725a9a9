using System.Text.Json;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Reads the log of a step attempt line by line. It is fetched in blocks that grow, so that a few lines cost little and all of them few requests.</summary>
/// <param name="store">The logs.</param>
/// <param name="log">The log as it was listed; what is written later is left for another time.</param>
/// <param name="rank">Its rank among the logs: at the same moment the lower one comes first.</param>
/// <param name="offset">Where to begin, in bytes.</param>
/// <param name="from">Lines before this time are passed over.</param>
internal sealed class LogCursor(LogStore store, LogAttempt log, int rank, long offset, DateTimeOffset from)
{
    private const int FirstBytes = 128 * 1024;
    private const int ShortBytes = 4 * 1024;
    private ReadOnlyMemory<byte> _block;
    private long _fetched = offset;
    private int _blockBytes = FirstBytes;
    private DateTimeOffset _latest;

    public LogKey Key => log.Key;

    /// <summary>Where to read on, in bytes.</summary>
    public long Offset => _fetched - _block.Length;

    /// <summary>Where the line stands among those of other logs.</summary>
    public (DateTimeOffset At, int Rank) Order => (Line!.At, rank);

    /// <summary>The line; null before the first one and behind the last one.</summary>
    public LogLine? Line { get; private set; }

    /// <summary>Goes on to the next line that is asked for.</summary>
    /// <param name="filter">Which ones are.</param>
    /// <param name="maxBytes">The size of the largest block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="Azure.RequestFailedException">The storage account does not answer.</exception>
    public async ValueTask<bool> MoveAsync(LogFilter filter, int maxBytes, CancellationToken cancellationToken)
    {
        do
        {
            while (Take() is { } line)
            {
                if (line.At >= from && filter.Fits(line))
                {
                    Line = line;
                    return true;
                }
            }
        } while (await FetchAsync(maxBytes, cancellationToken));

        Line = null;
        return false;
    }

    private async ValueTask<bool> FetchAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (_fetched >= log.Length)
        {
            return false;
        }

        var bytes = Math.Clamp(_blockBytes, FirstBytes, Math.Max(FirstBytes, maxBytes));
        var part = await store.ReadAsync(log.Key, _fetched, bytes, cancellationToken);
        if (part is null || part.Bytes.IsEmpty)
        {
            return false;
        }

        _blockBytes = bytes * 2;
        (_block, _fetched) = (part.Bytes, part.NextOffset);
        PassOver();
        return true;
    }

    /// <summary>Halves the block while its later half holds all that is asked for: lines are in the order of their times, and reading each takes long.</summary>
    private void PassOver()
    {
        if (_latest >= from)
        {
            return;
        }

        var (low, high) = (0, _block.Length);
        while (high - low > ShortBytes)
        {
            var start = _block.Span[..(low + ((high - low) / 2))].LastIndexOf((byte)'\n') + 1;
            if (start <= low)
            {
                break;
            }

            var line = _block.Span[start..];
            if (TimeOf(JsonElement.Parse(line[..line.IndexOf((byte)'\n')])) < from)
            {
                low = start;
            }
            else
            {
                high = start;
            }
        }

        _block = _block[low..];
    }

    private LogLine? Take()
    {
        while (!_block.IsEmpty)
        {
            var length = _block.Span.IndexOf((byte)'\n');
            var text = _block.Span[..length];
            var line = text.IsEmpty ? null : LineOf(text);
            _block = _block[(length + 1)..];
            if (line is not null)
            {
                return line;
            }
        }

        return null;
    }

    private LogLine LineOf(ReadOnlySpan<byte> text)
    {
        var line = JsonElement.Parse(text);
        var at = TimeOf(line);

        // When a clock was set back between two lines the second one is told at the time of the first one: a page begins at a time.
        _latest = at > _latest ? at : _latest;
        return new LogLine(
            _latest,
            line.GetProperty("level").GetString()!,
            log.Key.StepPath,
            log.Key.Attempt,
            line.GetProperty("text").GetString()!
        )
        {
            IsOfStep = true,
        };
    }

    private static DateTimeOffset TimeOf(JsonElement line) => line.GetProperty("at").GetDateTimeOffset();
}
