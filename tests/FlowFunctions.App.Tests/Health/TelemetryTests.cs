using System.Collections.Concurrent;
using System.Text;
using FlowFunctions.App.Health.Telemetry;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.App.Tests.Health;

[Collection(nameof(EventsTests))]
public sealed class TelemetryTests(EventsFixture fixture)
{
    [Fact]
    public async Task Export_ToACollector_SendsSpansAndMetrics()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await StartCollectorAsync(received);
        var settings = Settings(collector.Urls.First(), protocol: null) with { StopLimit = TimeSpan.FromSeconds(30) };
        await using (var app = await fixture.StartAppAsync(builder => builder.Services.AddSingleton(settings)))
        {
            using var client = EventsFixture.ClientOf(app);
            await fixture.StartAsync(TestFlows.Twice, """{"n":1}""", client, "?wait=30s");
        }

        // A message's texts stand in protobuf as they are.
        Assert.Contains("flow.run", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("flow.workspace", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("flow.run.completed", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("flowfunctions", received["/v1/metrics"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:4318", null, "http://localhost:4318/v1/traces")]
    [InlineData("http://localhost:4318/collect/", "http/protobuf", "http://localhost:4318/collect/v1/traces")]
    [InlineData("http://localhost:4317", "grpc", "http://localhost:4317/")]
    public void Endpoint_OfASignal_FollowsTheProtocol(string endpoint, string? protocol, string expected)
    {
        var settings = Settings(endpoint, protocol);

        Assert.Equal(expected, settings.AddressOf("traces").AbsoluteUri);
    }

    [Theory]
    [InlineData("localhost:4318", null)]
    [InlineData("http://localhost:4318", "http/json")]
    public void Setting_ThatCannotBeUnderstood_IsRefusedByName(string endpoint, string? protocol)
    {
        var exception = Assert.Throws<SettingException>(() => Settings(endpoint, protocol));

        Assert.Contains("OTEL_EXPORTER_OTLP_", exception.Message, StringComparison.Ordinal);
    }

    private static TelemetrySettings Settings(string endpoint, string? protocol) =>
        TelemetrySettings.Of(name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? endpoint : protocol);

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost(
            "/v1/{signal}",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                var text = Encoding.Latin1.GetString(body.ToArray());
                received.AddOrUpdate(request.Path, text, (_, before) => before + text);
                return Results.Bytes([], "application/x-protobuf");
            }
        );
        await collector.StartAsync();
        return collector;
    }
}
