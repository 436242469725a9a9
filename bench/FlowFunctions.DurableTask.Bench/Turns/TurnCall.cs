using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Hub.Handler;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>A turn as the Functions host calls it.</summary>
/// <param name="Protobuf">The request.</param>
/// <param name="Body">The body of the call that brings it.</param>
internal sealed record TurnCall(byte[] Protobuf, byte[] Body)
{
    public static TurnCall Of(byte[] request)
    {
        var body = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(body, options))
        {
            new OrchestratorCall(FunctionNames.RunFlow, request).Write(json, TimeProvider.System.GetUtcNow());
        }

        return new TurnCall(request, body.WrittenSpan.ToArray());
    }
}
