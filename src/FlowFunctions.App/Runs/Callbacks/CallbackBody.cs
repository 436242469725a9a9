using System.Buffers;
using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Callbacks;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>What a receiver is told. It is the same for every try.</summary>
internal static class CallbackBody
{
    public static byte[] Write(RunCallback callback, RunHeader run, RunResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteString("id", run.RunId);
        json.WriteString("flowId", run.FlowId);
        if (run.FlowVersion is { } version)
        {
            json.WriteNumber("version", version);
        }

        RunResultJson.Write(json, result, run.RunId);
        RunJson.WriteTime(json, "startedAt", run.StartedAt);
        RunJson.WriteTime(json, "endedAt", run.EndedAt);
        json.WriteString("statusQueryGetUri", callback.BaseAddress + RunLinks.PathOf(run.RunId));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
