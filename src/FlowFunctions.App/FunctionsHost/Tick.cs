using FlowFunctions.App.Durable;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// <c>Tick</c>: comes every minute to one instance, heals what the host has failed, purges what is recorded, runs the schedules and keeps the
/// reading of queues going.
/// </summary>
internal sealed class Tick(
    IDurableEngine engine,
    DurableClientAddresses addresses,
    ScheduleTick schedules,
    PumpQueues pump,
    TendingLog log
)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        addresses.Learn(call);
        var running = schedules.RunAsync(context.RequestAborted);
        var done = await TendAsync(context.RequestAborted);
        await running;
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteNothing(body, done));
    }

    /// <summary>A call that fails would not say why: the host throws its answer away.</summary>
    private async ValueTask<IReadOnlyList<string>> TendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pump.KeepAsync(cancellationToken);
            return log.Write(await engine.TendAsync(cancellationToken));
        }
        catch (IOException exception)
        {
            return [log.WritePutOff(exception)];
        }
    }
}
