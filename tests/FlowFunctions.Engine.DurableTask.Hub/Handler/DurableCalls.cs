using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>A turn of an orchestrator: an <c>orchestrationTrigger</c> called <c>context</c>.</summary>
/// <param name="Function">The orchestrator's name.</param>
/// <param name="Request">An <c>OrchestratorRequest</c>, protobuf.</param>
internal sealed record OrchestratorCall(string Function, byte[] Request) : HandlerCall(Function)
{
    /// <inheritdoc />
    protected override void WriteData(Utf8JsonWriter writer) =>
        WriteTwice(writer, "context", Convert.ToBase64String(Request));
}

/// <summary>An execution of an activity: an <c>activityTrigger</c> called <c>input</c>.</summary>
/// <param name="Function">The activity's name.</param>
/// <param name="InstanceId">The instance that scheduled it.</param>
/// <param name="Input">Its input, JSON text.</param>
internal sealed record ActivityCall(string Function, string InstanceId, string Input) : HandlerCall(Function)
{
    /// <inheritdoc />
    protected override void WriteData(Utf8JsonWriter writer) => WriteTwice(writer, "input", Input);

    /// <inheritdoc />
    protected override void WriteMetadata(Utf8JsonWriter writer)
    {
        WriteTwice(writer, "instanceId", InstanceId);
        WriteTwice(writer, "input", Input);
        writer.WriteString("data", Input);
    }
}
