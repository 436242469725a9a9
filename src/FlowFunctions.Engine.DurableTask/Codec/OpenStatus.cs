using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>
/// Custom statuses: a small JSON object that tells people how a run stands and the app what has happened in it. Backends hold 16 KB of
/// UTF-16 text, so a long history is left out.
/// </summary>
internal static class OpenStatus
{
    /// <summary>The most characters of a custom status, with room for the small members.</summary>
    private const int MaxHistoryText = 6_000;

    private const int MaxGivenUp = 100;

    /// <summary>A larger result is found in the instance's output.</summary>
    private const int MaxResultBytes = 1_000;

    /// <summary>A longer history does not fit, however well it deflates; not trying keeps each turn's cost independent of its length.</summary>
    private const int MaxHistoryBytes = 24 * 1024;

    /// <summary>Writes the status of a run; the history stands in it if it is short.</summary>
    public static (string Json, bool HasHistory) Write(RunFold fold)
    {
        var history = HistoryText(fold.History);
        var run = new OpenRun
        {
            RunId = fold.State.RunId,
            FlowId = fold.Plan.FlowId,
            Workspace = fold.State.Start?.Workspace ?? "",
            Status = fold.State.Status,
            Events = fold.EventCount,
            Rewinds = fold.Rewinds,
            Result = fold.Result,
            GivenUp = [.. fold.GivenUp.Take(MaxGivenUp)],
        };
        return (Write(run, history), history is not null);
    }

    /// <summary>Writes the status of a run without its history.</summary>
    public static string Write(OpenRun run, string? history = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, run, history);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads a status; null when it is none that the engine wrote.</summary>
    public static OpenRun? Read(string runId, string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(runId, document.RootElement) : null;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, OpenRun run, string? history)
    {
        json.WriteStartObject();
        json.WriteString("status", run.Status.ToString());
        json.WriteString("flow", run.FlowId);
        json.WriteString("workspace", run.Workspace);
        json.WriteNumber("events", run.Events);
        json.WriteNumber("rewinds", run.Rewinds);
        if (history is not null)
        {
            json.WriteString("history", history);
        }

        if (run.GivenUp.Count > 0)
        {
            json.WriteStartArray("stop");
            foreach (var command in run.GivenUp)
            {
                json.WriteNumberValue(command);
            }

            json.WriteEndArray();
        }

        if (run.Result is { } result && result.ToWire() is var wire && wire.CalculateSize() < MaxResultBytes)
        {
            json.WriteString("result", Envelope.Encode(wire));
        }

        json.WriteEndObject();
    }

    private static OpenRun? Read(string runId, JsonElement json) =>
        json.TryGetProperty("flow", out var flow)
        && json.TryGetProperty("status", out var status)
        && Enum.TryParse<RunStatus>(status.GetString(), out var state)
            ? new OpenRun
            {
                RunId = runId,
                FlowId = flow.GetString() ?? "",
                Workspace = json.TryGetProperty("workspace", out var workspace) ? workspace.GetString() ?? "" : "",
                Status = state,
                Events = json.TryGetProperty("events", out var events) ? events.GetInt32() : 0,
                Rewinds = json.TryGetProperty("rewinds", out var rewinds) ? rewinds.GetInt32() : 0,
                GivenUp = json.TryGetProperty("stop", out var stop)
                    ? [.. stop.EnumerateArray().Select(static command => command.GetInt32())]
                    : [],
                History = json.TryGetProperty("history", out var history) ? HistoryOf(history.GetString()) : null,
                Result = json.TryGetProperty("result", out var result)
                    ? Envelope.Decode(History.Wire.Result.Parser, result.GetString()).ToCore()
                    : null,
            }
            : null;

    private static string? HistoryText(ReadOnlyMemory<byte> history)
    {
        if (history.Length > MaxHistoryBytes)
        {
            return null;
        }

        var text = System.Buffers.Text.Base64Url.EncodeToString(RunEnds.Deflate(history).Span);
        return text.Length <= MaxHistoryText ? text : null;
    }

    private static ReadOnlyMemory<byte>? HistoryOf(string? text) =>
        RunEnds.Inflate(ByteString.CopyFrom(System.Buffers.Text.Base64Url.DecodeFromChars(text)));
}
