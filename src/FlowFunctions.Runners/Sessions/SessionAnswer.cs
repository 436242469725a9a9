using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sessions;

/// <summary>Reads a session's answer.</summary>
internal static class SessionAnswer
{
    /// <summary>Hands on the log and gives the result.</summary>
    /// <param name="stream">The response's body.</param>
    /// <param name="log">Takes the log.</param>
    /// <param name="silence">How long nothing may come.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result; null when the answer ended without one.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="JsonException">It is no session's answer.</exception>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public static async Task<ScriptResult?> ReadAsync(
        Stream stream,
        IScriptLog log,
        TimeSpan silence,
        CancellationToken cancellationToken
    )
    {
        var reader = PipeReader.Create(stream, new(leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).AsTask().WaitAsync(silence, cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (Take(rest.Slice(0, end), log) is { } result)
                {
                    return result;
                }

                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                return null;
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static ScriptResult? Take(in ReadOnlySequence<byte> text, IScriptLog log)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        var json = new Utf8JsonReader(text);
        var line = JsonSerializer.Deserialize(ref json, SessionJson.Default.SessionLine);
        if (line?.Log is { } said)
        {
            log.Write(new(said.Level, said.Text, said.IsContinued));
        }

        return line?.Succeeded is { } succeeded ? new ScriptResult.Succeeded(succeeded.Output) : line?.Failed;
    }
}
