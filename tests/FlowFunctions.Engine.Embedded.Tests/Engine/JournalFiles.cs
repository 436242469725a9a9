using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Tests.Journal;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

/// <summary>Reads and writes the journal that an engine has left.</summary>
internal static class JournalFiles
{
    public static List<Wire.Record> Records(TemporaryDirectory directory)
    {
        var records = new List<Wire.Record>();
        using var storage = Open(directory);
        JournalReader.Read(storage, (_, _, payload) => records.Add(Wire.Record.Parser.ParseFrom(payload)));
        return records;
    }

    public static async Task AppendAsync(
        TemporaryDirectory directory,
        string runId,
        RunEvent runEvent,
        RunResult? result = null
    )
    {
        var last = Records(directory).LastOrDefault(record => record.RunId == runId);
        await using var writer = JournalText.Open(Open(directory));
        var record = new Wire.Record
        {
            RunId = runId,
            Number = last?.Number ?? 1000,
            Turn = (last?.Turn ?? 1) + 1,
            Events = { runEvent.ToWire() },
            Result = result?.ToWire(),
        };
        await JournalText.Append(writer, record.ToByteArray());
    }

    /// <summary>Writes the journal anew with these records.</summary>
    public static async Task RewriteAsync(TemporaryDirectory directory, IEnumerable<Wire.Record> records)
    {
        var kept = records.ToArray();
        foreach (var file in Directory.GetFiles(Path.Combine(directory.Path, "journal"), "*.journal"))
        {
            File.Delete(file);
        }

        await using var writer = JournalText.Open(Open(directory));
        foreach (var record in kept)
        {
            await JournalText.Append(writer, record.ToByteArray());
        }
    }

    private static JournalDirectory Open(TemporaryDirectory directory) => new(Path.Combine(directory.Path, "journal"));
}
