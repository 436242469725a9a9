using System.Collections.Concurrent;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

/// <summary>Carries work out as a test says.</summary>
internal sealed class ScriptedHandler : IWorkItemHandler
{
    /// <summary>Answers turns.</summary>
    public Func<OrchestratorRequest, CancellationToken, Task<OrchestratorResponse>> OnTurn { get; set; } =
        static (request, _) => Task.FromResult(new OrchestratorResponse { InstanceId = request.InstanceId });

    /// <summary>Answers activities, by their input.</summary>
    public Func<string, CancellationToken, Task<string>> OnActivity { get; set; } =
        static (input, _) => Task.FromResult(input);

    /// <summary>What activities came: name, instance, input.</summary>
    public ConcurrentQueue<(string Name, string Instance, string Input)> Activities { get; } = new();

    public async ValueTask<byte[]> TurnAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
        (await OnTurn(OrchestratorRequest.Parser.ParseFrom(request.Span), cancellationToken)).ToByteArray();

    public async ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    )
    {
        Activities.Enqueue((activity, instanceId, input));
        return await OnActivity(input, cancellationToken);
    }
}
