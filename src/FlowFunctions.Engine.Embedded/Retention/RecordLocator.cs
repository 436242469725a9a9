using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Recovery;

namespace FlowFunctions.Engine.Embedded.Retention;

/// <summary>Reads single records where they are known to stand. Keeps the file of the last one open, because neighbours follow each other.</summary>
internal sealed class RecordLocator(IJournalStorage storage) : IDisposable
{
    private Stream? _stream;
    private int _segment;

    /// <exception cref="JournalCorruptException">There is no such record any more.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Wire.Record Read(RunRecord record)
    {
        if (_segment != record.Place.Segment)
        {
            _stream?.Dispose();
            _stream = storage.OpenRead(record.Place.Segment);
            _segment = record.Place.Segment;
        }

        var bytes = new byte[record.Place.Bytes];
        _stream!.Position = record.Offset;
        var read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return JournalFormat.TryReadRecord(bytes.AsSpan(0, read)) == bytes.Length
            ? Wire.Record.Parser.ParseFrom(
                bytes,
                JournalFormat.RecordHeaderSize,
                bytes.Length - JournalFormat.RecordHeaderSize
            )
            : throw new JournalCorruptException(
                storage.NameOf(_segment),
                record.Offset,
                "the record there is not whole"
            );
    }

    public void Dispose() => _stream?.Dispose();
}
