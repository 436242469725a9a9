using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Engine;

/// <summary>The engine and the step types it executes.</summary>
internal static class EngineServices
{
    public static IServiceCollection AddEngine(this IServiceCollection services) =>
        services
            .AddSingleton(static _ => StepTypes.BuiltIn())
            .AddSingleton<EngineFolder>()
            .AddSingleton<EngineHost>()
            .AddHostedService(static provider => provider.GetRequiredService<EngineHost>());
}
