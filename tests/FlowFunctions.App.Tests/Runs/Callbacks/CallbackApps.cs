using FlowFunctions.App.Hosting;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Tests.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Callbacks;

/// <summary>Apps on the shared storage that send callbacks without long pauses.</summary>
internal static class CallbackApps
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string PlainSecret = "a plain secret of a few words";

    public static CallbackSettings Quick { get; } =
        new()
        {
            Pauses = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero],
            Tick = TimeSpan.FromMilliseconds(10),
            LookEvery = TimeSpan.FromMilliseconds(20),
        };

    public static string? FindSecret(string name) =>
        name switch
        {
            "CALLBACK_SECRET" => Secret,
            "CALLBACK_PLAIN" => PlainSecret,
            "CALLBACK_SHORT" => "short",
            "CALLBACK_BROKEN" => "whsec_?",
            _ => null,
        };

    public static Task<FlowApp> StartAsync(
        AppFixture fixture,
        string folder,
        CallbackSettings settings,
        bool allowPrivateNetwork = true,
        Action<WebApplicationBuilder>? configure = null
    ) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = folder,
                Url = "http://127.0.0.1:0",
                AllowPrivateNetwork = allowPrivateNetwork,
                Secret = FindSecret,
            },
            builder =>
            {
                builder.Services.AddSingleton(settings);
                configure?.Invoke(builder);
            }
        );
}
