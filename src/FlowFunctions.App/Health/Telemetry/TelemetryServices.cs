using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Health.Telemetry;

/// <summary>Traces and metrics for a collector.</summary>
internal static class TelemetryServices
{
    /// <summary>Adds the export. Added before everything else it is stopped last, so that the end of the others is told as well.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="find">A setting's value, or null.</param>
    /// <exception cref="SettingException">A setting cannot be understood.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, Func<string, string?> find) =>
        services
            .AddSingleton(TelemetrySettings.Of(find))
            .AddSingleton<TelemetryExport>()
            .AddHostedService(static provider => provider.GetRequiredService<TelemetryExport>());
}
