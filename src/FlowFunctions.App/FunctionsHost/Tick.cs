using FlowFunctions.App.Durable;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary><c>Tick</c>: comes every minute to one instance, heals what the host has failed and purges what is recorded.</summary>
internal sealed partial class Tick(IDurableEngine engine, DurableClientAddresses addresses, ILogger<Tick> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        addresses.Learn(call);
        var done = await engine.TendAsync(context.RequestAborted);
        foreach (var line in done)
        {
            LogDone(line);
        }

        await HostCall.AnswerAsync(context, body => HostAnswer.WriteNothing(body, done));
    }

    [LoggerMessage(1, LogLevel.Warning, "{Done}")]
    private partial void LogDone(string done);
}
