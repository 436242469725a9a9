using FlowFunctions.App.Hosting;
using FlowFunctions.App.Triggers.Control;
using FlowFunctions.App.Triggers.Queues.Drain;
using FlowFunctions.App.Triggers.Queues.Inbox;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.App.Triggers.Queues.Poison;
using FlowFunctions.App.Triggers.Queues.Pumps;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues;

/// <summary>Queue triggers and the inbox.</summary>
internal static class QueueServices
{
    public static IServiceCollection AddQueues(this IServiceCollection services, AppSettings settings)
    {
        services
            .AddSingleton(settings.Queues)
            .AddSingleton<PoisonBlobs>()
            .AddSingleton<PoisonQueue>()
            .AddPoison()
            .AddSingleton<MessageHandling>()
            .AddSingleton<InboxMessages>()
            .AddSingleton<QueuePumps>()
            .AddSingleton<ITriggerCheck, QueueCheck>();

        // Under a Functions host its functions call; elsewhere this process looks by itself.
        return settings.FunctionsHost is null
            ? services.AddSingleton<QueuePolling>().AddHostedService<QueueWatch>()
            : services.AddSingleton<QueueDrain>().AddSingleton<InboxReturns>();
    }
}
