using System.Text.Json;

namespace FlowFunctions.Storage.Logs;

/// <summary>Finds a time in a long log with few reads, since the lines of an attempt are in the order of their times.</summary>
internal static class LogSearch
{
    /// <summary>Less than this is read as it is.</summary>
    private const long ShortBytes = 4 * LogStore.MinReadBytes;

    /// <summary>Finds a place that no line lies before which is as late as a time.</summary>
    /// <param name="length">The log's length in bytes.</param>
    /// <param name="from">The time.</param>
    /// <param name="read">Reads the lines that lie in 128 KB from an offset on; the first one may be cut.</param>
    /// <returns>The offset of the beginning of a line.</returns>
    public static async Task<long> FindAsync(long length, DateTimeOffset from, Func<long, Task<LogPart?>> read)
    {
        var (low, high) = (0L, length);
        while (high - low > ShortBytes)
        {
            var middle = low + ((high - low) / 2);
            if (await read(middle) is not { } part || FirstWhole(part.Bytes.Span) is not { } line)
            {
                break;
            }

            if (line.At >= from)
            {
                high = middle;
            }
            else
            {
                low = middle + line.Start;
            }
        }

        return low;
    }

    private static (int Start, DateTimeOffset At)? FirstWhole(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOf((byte)'\n') + 1;
        var length = bytes[start..].IndexOf((byte)'\n');
        return start == 0 || length <= 0
            ? null
            : (start, JsonElement.Parse(bytes.Slice(start, length)).GetProperty("at").GetDateTimeOffset());
    }
}
