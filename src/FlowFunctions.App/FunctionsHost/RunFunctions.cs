using FlowFunctions.App.Durable;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// <c>RunFlow</c>, <c>RunStep</c> and <c>RecordRun</c>: the functions that carry runs out. That a run or a step fails is an answer like any
/// other; another status than 200 would let the host fail the instance for good.
/// </summary>
internal sealed class RunFunctions(IDurableEngine engine)
{
    /// <summary>One turn of the orchestrator.</summary>
    public async Task TurnAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        var response = await engine.TurnAsync(call.Bytes(HostFunctions.ContextBinding), context.RequestAborted);
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteBytes(body, response));
    }

    /// <summary>One activity.</summary>
    public async Task ExecuteAsync(string activity, HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        var result = await engine.ExecuteAsync(
            activity,
            call.Metadata("instanceId") ?? "",
            call.Text(HostFunctions.InputBinding) ?? "null",
            context.RequestAborted
        );
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteJson(body, result));
    }
}
