using System.Globalization;
using FlowFunctions.App.Settings;
using FlowFunctions.Runners.Sessions;

namespace FlowFunctions.App.Scripts;

/// <summary>
/// The program in the container of a session (Azure Container Apps): it answers the calls of a pool and does nothing else. The container
/// is reached through the pool only, which asks who calls.
/// </summary>
internal static class SessionApp
{
    /// <summary>The port that calls come to; set in the container.</summary>
    public const string PortSetting = "Runners__SessionPort";

    // The files of a flow, as text.
    private const long MaxRequestBytes = 300L * 1024 * 1024;

    /// <summary>The port, or null where this is no session.</summary>
    /// <exception cref="SettingException">It is none.</exception>
    public static int? PortOf(SettingValues values) =>
        values.Find(PortSetting) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535 ? port
        : throw new SettingException(
            $"{PortSetting} is '{text}'. Set a port from 1 to 65535, or 0 for a free one; nothing outside of the container of a session."
        );

    /// <summary>Answers calls until it is told to stop.</summary>
    /// <param name="port">The port to listen at.</param>
    /// <param name="values">The settings.</param>
    /// <param name="output">Told where it listens.</param>
    /// <param name="stop">Asks to stop.</param>
    public static async Task RunAsync(int port, SettingValues values, TextWriter output, CancellationToken stop)
    {
        var factory = new RunnerFactory(
            RunnerSettings.Read(values) with
            {
                SessionPool = null,
            },
            AppOptions.Switch(values, SettingNames.AllowPrivateNetwork, otherwise: false),
            dataFolder: "",
            TimeProvider.System
        );
        await using var runner = await factory.StartAsync();
        using var folders = factory.Folders();
        await using var web = Build(port, new SessionHost(runner, folders, TimeProvider.System));
        await web.StartAsync(stop);
        await output.WriteLineAsync($"Answering calls of scripts at {web.Urls.First()}. {runner.Outage}".TrimEnd());
        await web.WaitForShutdownAsync(stop);
    }

    private static WebApplication Build(int port, SessionHost host)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "FlowFunctions" }
        );
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.Limits.MaxRequestBodySize = MaxRequestBytes;
                options.ListenAnyIP(port);
            });
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.UseRouting();
        web.MapGet("/healthz", static () => TypedResults.Ok());
        web.MapPost(
            SessionPoolOptions.DefaultPath,
            context =>
            {
                context.Response.ContentType = SessionHost.AnswerType;
                return host.HandleAsync(context.Request.Body, context.Response.Body, context.RequestAborted);
            }
        );
        return web;
    }
}
