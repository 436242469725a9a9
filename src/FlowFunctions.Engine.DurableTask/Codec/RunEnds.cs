using System.IO.Compression;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Inputs and results of the activity that stores the record of an ended run.</summary>
internal static class RunEnds
{
    /// <summary>The input.</summary>
    public static string Write(
        string flowId,
        RunStart start,
        RunResult result,
        DateTimeOffset? startedAt,
        DateTimeOffset endedAt,
        ReadOnlyMemory<byte> history,
        string place,
        DateTimeOffset? queuedAt = null
    )
    {
        var end = new Wire.RunEnd
        {
            FlowId = flowId,
            Start = start.ToWire(),
            Result = result.ToWire(),
            EndedAt = endedAt.UtcTicks,
            History = Deflate(history),
            Place = place,
        };
        if (startedAt is { } time)
        {
            end.StartedAt = time.UtcTicks;
        }

        if (queuedAt is { } since)
        {
            end.QueuedAt = since.UtcTicks;
        }

        return Envelope.Write(end);
    }

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (ArchivedRun Run, RunResult Result, string Place) Read(string input)
    {
        var wire = Envelope.Read(Wire.RunEnd.Parser, input);
        var result = wire.Result.ToCore();
        var run = new ArchivedRun
        {
            Start = wire.Start.ToCore(),
            FlowId = wire.FlowId,
            Status = result.Status,
            QueuedAt = wire.HasQueuedAt ? new DateTimeOffset(wire.QueuedAt, TimeSpan.Zero) : null,
            StartedAt = wire.HasStartedAt ? new DateTimeOffset(wire.StartedAt, TimeSpan.Zero) : null,
            EndedAt = new DateTimeOffset(wire.EndedAt, TimeSpan.Zero),
            Error = result.Error,
            History = Inflate(wire.History),
        };
        return (run, result, wire.Place);
    }

    /// <summary>The result.</summary>
    /// <param name="isStored">Whether the record is stored.</param>
    /// <param name="place">Which end it is of.</param>
    public static string Answer(bool isStored, string place) =>
        Envelope.Write(new Wire.RecordAnswer { Stored = isStored, Place = place });

    /// <summary>Reads a result; one that cannot be read says that nothing is stored.</summary>
    public static (bool IsStored, string Place) ReadAnswer(string? answer)
    {
        try
        {
            var wire = Envelope.Read(Wire.RecordAnswer.Parser, answer);
            return (wire.Stored, wire.Place);
        }
        catch (InvalidDataException)
        {
            return (false, "");
        }
    }

    /// <summary>Deflates a history (RFC 1951).</summary>
    public static ByteString Deflate(ReadOnlyMemory<byte> history)
    {
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(history.Span);
        }

        return UnsafeByteOperations.UnsafeWrap(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static byte[] Inflate(ByteString deflated)
    {
        using var source = new MemoryStream(deflated.ToByteArray());
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        using var target = new MemoryStream();
        inflate.CopyTo(target);
        return target.ToArray();
    }
}
