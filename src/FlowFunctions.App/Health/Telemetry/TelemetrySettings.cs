using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Health.Telemetry;

/// <summary>
/// Where traces and metrics go, in the names of OpenTelemetry's environment variables. Headers, timeouts, sampling and the service's
/// name are read from the environment by the OpenTelemetry SDK itself.
/// </summary>
/// <param name="Endpoint">The collector, or null to send nothing.</param>
/// <param name="IsGrpc">Whether it is spoken to in gRPC; else HTTP with protobuf.</param>
internal sealed record TelemetrySettings(Uri? Endpoint, bool IsGrpc)
{
    private const string EndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolName = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Grpc = "grpc";

    /// <summary>How long a stopping app waits for the collector to take what is left; by default 1 s.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads the settings.</summary>
    /// <param name="find">A name's value, or null.</param>
    /// <exception cref="SettingException">The endpoint is no address, or the protocol is not one that is spoken here.</exception>
    public static TelemetrySettings Of(Func<string, string?> find)
    {
        if (find(EndpointName) is not { Length: > 0 } text)
        {
            return new(Endpoint: null, IsGrpc: false);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new SettingException(
                $"{EndpointName} is '{text}', which is no address. Give one such as http://localhost:4318, or remove it to send no telemetry."
            );
        }

        return find(ProtocolName) switch
        {
            null or "" or "http/protobuf" => new(endpoint, IsGrpc: false),
            Grpc => new(endpoint, IsGrpc: true),
            var other => throw new SettingException($"{ProtocolName} is '{other}'; give http/protobuf or {Grpc}."),
        };
    }

    /// <summary>Where a signal goes: gRPC has one address for all, HTTP a path for each.</summary>
    public Uri AddressOf(string signal) =>
        IsGrpc ? Endpoint! : new Uri($"{Endpoint!.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
}
