using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FlowFunctions.App.Health.Telemetry;

/// <summary>Sends traces and metrics to a collector (OTLP), as long as the app runs; nothing when none is configured.</summary>
internal sealed class TelemetryExport(TelemetrySettings settings) : IHostedService, IDisposable
{
    private const string Own = "FlowFunctions";
    private const string Web = "Microsoft.AspNetCore";
    private const string WebMeter = "Microsoft.AspNetCore.Hosting";
    private const string Runtime = "System.Runtime";
    private const string ServiceName = "flowfunctions";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Endpoint is not null)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(Describe)
                .AddSource(Own, Web)
                .AddOtlpExporter(options => Set(options, "traces"))
                .Build();
            _metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(Describe)
                .AddMeter(Own, WebMeter, Runtime)
                .AddOtlpExporter(options => Set(options, "metrics"))
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        var limit = (int)settings.StopLimit.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => _traces?.Shutdown(limit), CancellationToken.None),
            Task.Run(() => _metrics?.Shutdown(limit), CancellationToken.None)
        );
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>The environment (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>) may say otherwise.</summary>
    private static void Describe(ResourceBuilder resource) =>
        resource.Clear().AddService(ServiceName).AddTelemetrySdk().AddEnvironmentVariableDetector();

    private void Set(OtlpExporterOptions options, string signal)
    {
        options.Endpoint = settings.AddressOf(signal);
        options.Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
    }
}
