using FlowFunctions.App.Hosting;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Http;

namespace FlowFunctions.App.Engine;

/// <summary>The engine and the step types it executes.</summary>
internal static class EngineServices
{
    public static IServiceCollection AddEngine(this IServiceCollection services) =>
        services
            .AddSingleton(static provider => TypesFor(provider.GetRequiredService<AppSettings>()))
            .AddSingleton<EngineFolder>()
            .AddSingleton<IPlanSource>(static provider => provider.GetRequiredService<EngineFolder>().Plans)
            .AddSingleton<EngineHost>()
            .AddSingleton<IAppEngine>(static provider => provider.GetRequiredService<EngineHost>())
            .AddHostedService(static provider => provider.GetRequiredService<EngineHost>());

    private static StepTypes TypesFor(AppSettings settings) =>
        StepTypes.BuiltIn(
            new StepOptions
            {
                Http = new HttpStepOptions
                {
                    AllowPrivateNetwork = settings.AllowPrivateNetwork,
                    TimeProvider = settings.TimeProvider,
                },
            }
        );
}
