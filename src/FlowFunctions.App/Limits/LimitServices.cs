using FlowFunctions.App.Hosting;
using FlowFunctions.App.Limits.Rates;
using FlowFunctions.App.Limits.Runs;
using FlowFunctions.App.Limits.Space;
using FlowFunctions.App.Limits.Steps;
using FlowFunctions.App.Limits.Values;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits;

/// <summary>How much callers and workspaces may use.</summary>
internal static class LimitServices
{
    public static IServiceCollection AddLimits(this IServiceCollection services, AppSettings settings) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, LimitJson.Default)
            )
            .AddSingleton(settings.Limits)
            .AddSingleton<LimitStore>()
            .AddSingleton<LimitBook>()
            .AddSingleton<RequestRates>()
            .AddSingleton<OpenStreams>()
            .AddSingleton<RunPlaces>()
            .AddSingleton<WorkspaceBytes>()
            .AddSingleton<StorageUse>()
            .AddSingleton<UsageStore>()
            .AddSingleton<UsageBook>()
            .AddHostedService(static provider => provider.GetRequiredService<UsageBook>())
            .AddHostedService<UsageCleaning>()
            .AddSingleton<StepPace>()
            .AddSingleton<LimitReader>()
            .AddSingleton<ListLimits>()
            .AddSingleton<PutLimit>();
}
