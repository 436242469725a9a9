using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Durable;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Management;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>The app as the custom handler of an Azure Functions host.</summary>
internal static class HostRoutes
{
    public static IServiceCollection AddFunctionsHost(
        this IServiceCollection services,
        FunctionsHostSettings settings
    ) =>
        services
            .AddSingleton(settings)
            .AddSingleton<DurableClientAddresses>()
            .AddSingleton<IBackendAddress>(static provider => provider.GetRequiredService<DurableClientAddresses>())
            .AddSingleton<ITaskHubClient>(static provider =>
            {
                var addresses = provider.GetRequiredService<DurableClientAddresses>();
                return new ManagementClient(() => addresses.Current, time: provider.GetRequiredService<TimeProvider>());
            })
            .AddDurableEngine()
            .AddSingleton<RunFunctions>()
            .AddSingleton<Tick>()
            .AddSingleton<Client>()
            .AddSingleton<FlowRuns>()
            .AddSingleton<PumpQueues>()
            .AddHostedService<CrashWarning>()
            .AddHostedService<AddressAsking>()
            .AddHostedService<ParentWatch>();

    /// <summary>The functions that the host calls by itself; what it forwards comes to the app's own routes.</summary>
    public static void MapFunctionsHost(this IEndpointRouteBuilder routes)
    {
        var functions = routes
            .MapGroup("")
            .ExcludeFromDescription()
            .DisableHttpMetrics()
            .AddEndpointFilter<HostOnly>()
            .OpenTo("the Functions host, which HostOnly tells from others");
        functions.MapPost(
            $"/{FunctionNames.RunFlow}",
            static (HttpContext context, RunFunctions functions) => functions.TurnAsync(context)
        );
        foreach (var activity in new[] { FunctionNames.RunStep, FunctionNames.RecordRun })
        {
            functions.MapPost(
                $"/{activity}",
                (HttpContext context, RunFunctions functions) => functions.ExecuteAsync(activity, context)
            );
        }

        functions.MapPost(
            $"/{HostFunctions.Tick}",
            static (HttpContext context, Tick tick) => tick.HandleAsync(context)
        );
        functions.MapPost(
            $"/{HostFunctions.FlowRuns}",
            static (HttpContext context, FlowRuns queue) => queue.HandleAsync(context)
        );
        functions.MapPost(
            $"/{HostFunctions.PumpQueues}",
            static (HttpContext context, PumpQueues pump) => pump.TurnAsync(context)
        );
        functions.MapPost(
            $"/{HostFunctions.DrainQueues}",
            static (HttpContext context, PumpQueues pump) => pump.DrainAsync(context)
        );
        functions.MapPost(
            $"/{HostFunctions.Client}",
            static (HttpContext context, Client client) => client.HandleAsync(context)
        );
    }
}
