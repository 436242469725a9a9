using FlowFunctions.App.Health.Readiness;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Runners;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Health.About;

/// <summary><c>GET /api/about</c>: what this installation is made of, and how it is.</summary>
internal sealed class ReadAbout(AppSettings settings, ReadinessCheck readiness)
{
    public async Task<IResult> HandleAsync(HttpContext context) =>
        TypedResults.Json(
            new AboutResource(
                typeof(ReadAbout).Assembly.GetName().Version?.ToString(3) ?? "",
                Engine,
                settings.Storage.Account.Blobs.AccountName,
                settings.Storage.IsEmulator,
                Workspace.Of(context),
                settings.Secrets.Environment,
                Secrets,
                Scripts,
                settings.AllowPrivateNetwork,
                [.. settings.Env.Keys.Order(StringComparer.Ordinal)],
                Limits,
                await readiness.ReadAsync()
            ),
            AboutJson.Default.AboutResource
        );

    private string Engine =>
        settings.FunctionsHost is not null ? "durableFunctions"
        : settings.Backend is not null ? "durableTask"
        : "embedded";

    private string Secrets =>
        settings.Secrets.KeyVault is not null ? "keyVault"
        : settings.DataFolder.Length > 0 ? "local"
        : "none";

    private string Scripts =>
        settings.Runners.SessionPool is not null ? "sessionPool"
        : settings.Runners.Sandbox is not SandboxKind.None && ScriptRunner.HasBubblewrap ? "bubblewrap"
        : "none";

    private AboutLimit[] Limits =>
        [
            new("Steps of a flow", FlowLimits.Steps),
            new("Loops inside one another", FlowLimits.LoopDepth),
            new("Input of a run", RequestLimits.MaxInputBytes, "bytes"),
            new("Body of a webhook's request", WebhookLimits.MaxBodyBytes, "bytes"),
            new("Value of a secret", SecretValue.MaxBytes, "bytes"),
            new("Missed times that are made up for", ScheduleLimits.MaxMissed),
            new("Times of a schedule that wait for the run before", ScheduleLimits.MaxWaiting),
            new("Runs that a queue starts at the same time", settings.Queues.Parallel, Setting: "Queues__Parallel"),
            .. settings.Runners.MaxProcesses is { } processes
                ? [new AboutLimit("Scripts at the same time", processes, Setting: "Runners__MaxProcesses")]
                : Array.Empty<AboutLimit>(),
        ];
}
