using FlowFunctions.App.Durable;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary><c>Tick</c>: comes every minute to one instance, heals what the host has failed and purges what is recorded.</summary>
internal sealed class Tick(IDurableEngine engine, DurableClientAddresses addresses, TendingLog log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        addresses.Learn(call);
        var done = log.Write(await engine.TendAsync(context.RequestAborted));
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteNothing(body, done));
    }
}
