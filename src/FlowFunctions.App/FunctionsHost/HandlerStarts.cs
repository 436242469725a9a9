using System.Globalization;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// When the handler was started lately: a small file with a line for each start. A host stops itself when its handler exits for the third
/// time within half an hour, so what makes it exit must be told before.
/// </summary>
/// <param name="path">The file; on the machine of the host, whose starts alone count.</param>
/// <param name="time">The clock.</param>
internal sealed class HandlerStarts(string path, TimeProvider time)
{
    /// <summary>The time within which a host counts exits.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    /// <summary>So many starts of others are kept beside those of this host.</summary>
    private const int MaxLines = 100;

    /// <summary>Notes a start.</summary>
    /// <param name="host">The id of the host's process.</param>
    /// <returns>How many starts by this host there were within the <see cref="Window"/>, this one included.</returns>
    /// <exception cref="IOException">The file cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be used.</exception>
    public int Add(int host)
    {
        var now = time.GetUtcNow();
        List<(int Host, DateTimeOffset At)> starts =
        [
            .. Read().Where(start => start.At > now - Window && start.At <= now).TakeLast(MaxLines),
            (host, now),
        ];
        File.WriteAllLines(
            path,
            starts.Select(static start => string.Create(CultureInfo.InvariantCulture, $"{start.Host} {start.At:O}"))
        );
        return starts.Count(start => start.Host == host);
    }

    /// <summary>Lines that are none were cut off when a process was killed.</summary>
    private IEnumerable<(int Host, DateTimeOffset At)> Read()
    {
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            if (
                line.Split(' ') is [var host, var at]
                && int.TryParse(host, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && DateTimeOffset.TryParseExact(at, "O", CultureInfo.InvariantCulture, default, out var start)
            )
            {
                yield return (id, start);
            }
        }
    }
}
