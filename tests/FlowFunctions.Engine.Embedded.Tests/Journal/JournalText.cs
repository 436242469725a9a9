using System.Text;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

/// <summary>A journal of lines of text.</summary>
internal static class JournalText
{
    public static List<string> Read(IJournalStorage storage) => Read(storage, out _);

    public static List<string> Read(IJournalStorage storage, out JournalExtent extent)
    {
        var lines = new List<string>();
        extent = JournalReader.Read(storage, (_, _, payload) => lines.Add(Encoding.UTF8.GetString(payload)));
        return lines;
    }

    public static List<string> Read(string directory)
    {
        using var storage = new JournalDirectory(directory);
        return Read(storage);
    }

    public static JournalWriter Open(
        IJournalStorage storage,
        JournalSettings? settings = null,
        LiveRecords? live = null
    )
    {
        Read(storage, out var extent);
        return new JournalWriter(storage, extent, live ?? new LiveRecords(), settings ?? new JournalSettings());
    }

    /// <summary>Appends lines one after the other, each durable before the next.</summary>
    public static async Task WriteAsync(string directory, params string[] lines)
    {
        await using var writer = Open(new JournalDirectory(directory));
        foreach (var line in lines)
        {
            await Append(writer, line);
        }
    }

    public static Task Append(JournalWriter writer, string line, LiveRun? run = null) =>
        Append(writer, Encoding.UTF8.GetBytes(line), run);

    public static async Task Append(JournalWriter writer, byte[] record, LiveRun? run = null)
    {
        var entry = new Entry(record, run);
        await writer.AppendAsync(entry);
        await entry.Done;
    }

    public static string FileOf(string directory, int segment = 1) => Path.Combine(directory, $"{segment:D8}.journal");

    private sealed class Entry(byte[] record, LiveRun? run) : JournalEntry
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public override ReadOnlyMemory<byte> Record => record;

        public override LiveRun? Live => run;

        public override void Complete(JournalException? failure)
        {
            if (failure is null)
            {
                _done.SetResult();
            }
            else
            {
                _done.SetException(failure);
            }
        }
    }
}
