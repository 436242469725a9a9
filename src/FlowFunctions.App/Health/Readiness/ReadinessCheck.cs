using FlowFunctions.App.Engine;

namespace FlowFunctions.App.Health.Readiness;

/// <summary><c>GET /readyz</c>: whether the app can take work; 503 names what it lacks.</summary>
internal sealed class ReadinessCheck(StorageProbe storage, IAppEngine engine, IHostApplicationLifetime lifetime)
{
    public async Task<IResult> HandleAsync()
    {
        var report = await ReadAsync();
        return TypedResults.Json(
            report,
            HealthJson.Default.HealthReport,
            statusCode: report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    /// <summary>How the parts are.</summary>
    public async Task<HealthReport> ReadAsync()
    {
        HealthPart[] parts = [await storage.CheckAsync(), Engine(), Records()];
        return new HealthReport(parts.All(static part => part.IsReady), parts);
    }

    private HealthPart Engine() =>
        new("engine", lifetime.ApplicationStopping.IsCancellationRequested ? "The app is stopping." : engine.Outage);

    private HealthPart Records() =>
        new(
            "records",
            engine.Backlog is { } backlog
                ? $"{backlog} Runs are started again when the storage account has taken them."
                : null
        );
}
