using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>A worker that is told what to do, and keeps what it is asked.</summary>
internal sealed class ScriptedWorker : IHubWorker
{
    /// <summary>Carries out turns.</summary>
    public required Func<string, OrchestratorRequest, OrchestratorResponse> Turn { get; init; }

    /// <summary>Executes activities.</summary>
    public Func<string, string, string> Activity { get; init; } = static (_, input) => input;

    /// <summary>The turns that it was asked, in order.</summary>
    public List<OrchestratorRequest> Requests { get; } = [];

    /// <summary>The activities that it was asked, in order: name and input.</summary>
    public List<(string Name, string Input)> Executed { get; } = [];

    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        var asked = OrchestratorRequest.Parser.ParseFrom(request);
        Requests.Add(asked);
        return ValueTask.FromResult(Turn(orchestrator, asked).ToByteArray());
    }

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    )
    {
        Executed.Add((activity, input));
        return ValueTask.FromResult(Activity(activity, input));
    }
}
