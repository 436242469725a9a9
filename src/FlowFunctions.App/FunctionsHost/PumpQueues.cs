using FlowFunctions.App.Triggers.Queues.Drain;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.CustomHandler;
using FlowFunctions.Engine.DurableTask.Loops;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// <c>PumpQueues</c> and <c>DrainQueues</c>: an orchestration of which there is one instance calls an activity again and again, which takes the
/// messages of the queues that triggers name.
/// </summary>
internal sealed class PumpQueues(QueueDrain drain, ITaskHubClient hub)
{
    /// <summary>The id of the one instance.</summary>
    public const string InstanceId = "pump-queues";

    private readonly ActivityLoop _loop = new(HostFunctions.DrainQueues);

    /// <summary>One turn of the orchestrator.</summary>
    public async Task TurnAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        var response = _loop.Turn(call.Bytes(HostFunctions.ContextBinding));
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteBytes(body, response));
    }

    /// <summary>The activity.</summary>
    public async Task DrainAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        var input = call.Text(HostFunctions.InputBinding) ?? "";
        var answer = await drain.RunAsync(input, context.RequestAborted);
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteJson(body, answer));
    }

    /// <summary>Starts the instance unless it is there, or there is nothing to do for it: at first, and after the host has failed it.</summary>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now.</exception>
    public async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        if (drain.HasQueues)
        {
            var input = LoopPause.Write(TimeSpan.Zero);
            await hub.StartAsync(InstanceId, HostFunctions.PumpQueues, input, cancellationToken);
        }
    }
}
