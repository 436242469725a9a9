using System.Buffers;
using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.CustomHandler;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>A new engine behind the custom handler's contract, without HTTP.</summary>
internal sealed class Handler(Plan plan)
{
    private const string Binding = "context";

    private readonly DurableEngine _engine = Engines.For(
        plan,
        new HubClient(new TaskHub(new TaskHubOptions(), new MeteredWorker(), TimeProvider.System, shuffled: false))
    );

    /// <summary>Reads the call, carries the turn out and writes the answer.</summary>
    public void Turn(TurnCall call)
    {
        // Reading overwrites the body; the copy stands for receiving it.
        var invocation = HostInvocation.Read(call.Body.AsSpan().ToArray());
        var turn = _engine.TurnAsync(invocation.Bytes(Binding), CancellationToken.None);
        if (!turn.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A turn waited for something.");
        }

        HostAnswer.WriteBytes(new ArrayBufferWriter<byte>(), turn.Result);
    }
}
