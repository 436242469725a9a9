using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.App.Tests.Durable;

/// <summary>Ends every instance in its first turn, as a run whose record nobody has stored.</summary>
internal sealed class EndingWorker : IHubWorker
{
    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        var complete = new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.Terminated,
            Result = "null",
        };
        var response = new OrchestratorResponse
        {
            InstanceId = OrchestratorRequest.Parser.ParseFrom(request).InstanceId,
            CustomStatus = """{"status":"Running","flow":"flow","workspace":"retention"}""",
            Actions =
            {
                new OrchestratorAction { Id = 1, CompleteOrchestration = complete },
            },
        };
        return new(response.ToByteArray());
    }

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => throw new InvalidOperationException($"Nobody asks for '{activity}'.");
}
