using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

/// <summary>Reads the journal that an engine has left.</summary>
internal static class JournalFiles
{
    public static List<Wire.Record> Records(TemporaryDirectory directory)
    {
        var records = new List<Wire.Record>();
        using var storage = new JournalDirectory(Path.Combine(directory.Path, "journal"));
        JournalReader.Read(storage, (_, _, payload) => records.Add(Wire.Record.Parser.ParseFrom(payload)));
        return records;
    }
}
