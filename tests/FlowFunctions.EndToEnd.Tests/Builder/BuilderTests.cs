using System.Net;
using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.App;
using FlowFunctions.EndToEnd.Tests.Processes;
using Xunit.Abstractions;

namespace FlowFunctions.EndToEnd.Tests.Builder;

/// <summary>The builder's own checks, and the app that serves what they have built.</summary>
public sealed partial class BuilderTests(CheckedBuilder builder, ITestOutputHelper output)
    : IClassFixture<CheckedBuilder>
{
    // Two minutes when the processors are busy with other tests.
    private static readonly TimeSpan BrowserPatience = TimeSpan.FromMinutes(8);

    [Fact]
    public void Check_OfTheSources_Passes() => Assert.True(builder.Failure is null, builder.Failure);

    [Fact]
    public async Task App_WithABuild_ServesItAndBuildsNothing()
    {
        using var folder = new TemporaryFolder();
        var start = new AppStart { Arguments = ["--no-samples"], Environment = { ["FLOW_BUILD_SITE"] = "true" } };
        using var app = await AppRun.ListenAsync(folder, start);

        var page = await app.TextAsync("/flows");
        using var request = new HttpRequestMessage(HttpMethod.Get, Script().Match(page).Groups[1].Value);
        using var script = await app.SendAsync(request);
        var end = await app.StopAsync();

        Assert.Contains("<title>FlowFunctions</title>", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Contains("immutable", script.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        Assert.Matches(@"Builder +ready", end.Output);
        Assert.Contains($"Open   {app.Address}", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_BeforeAnAppWithTheSamples_GoesThroughAllJourneys()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);

        await RunAsync("vitest.browser.config.ts", ("FLOW_API", app.Address));

        Assert.Equal(0, (await app.StopAsync()).ExitCode);
    }

    [Fact]
    public async Task Browser_BeforeAnAppThatAsksWhoPeopleAre_SignsInAndOut()
    {
        const string Tenant = "0f8fad5b-d9cb-469f-a165-70867728950e";
        const string Key = "the-key-of-the-settings-of-the-tests";
        Assert.True(builder.Failure is null, builder.Failure);
        using var folder = new TemporaryFolder();
        using var program = ProgramRun.Start("node", ["tests/browser/access/provider.mjs"], Site);
        var provider = (await program.WaitForLineAsync("Listening at "))["Listening at ".Length..];
        var start = new AppStart
        {
            Environment =
            {
                ["Access__Issuer"] = provider,
                ["Access__Audience"] = "flows",
                ["Access__Key"] = Key,
                ["Access__Issuers__entra__Issuer"] = $"https://login.microsoftonline.com/{Tenant}/v2.0",
                ["Access__Issuers__entra__Audience"] = "11112222-bbbb-3333-cccc-4444dddd5555",
                ["Access__Issuers__entra__Discovery"] = $"{provider}/{Tenant}/v2.0",
            },
        };
        using var app = await AppRun.ListenAsync(folder, start);

        await RunAsync(
            "vitest.access.config.ts",
            ("FLOW_API", app.Address),
            ("FLOW_PROVIDER", provider),
            ("FLOW_KEY", Key)
        );

        Assert.Equal(0, (await app.StopAsync()).ExitCode);
    }

    private static string Site { get; } = Repository.PathOf("static-web");

    private async Task RunAsync(string configuration, params (string Name, string Value)[] settings)
    {
        Assert.True(builder.Failure is null, builder.Failure);
        var environment = settings.ToDictionary(
            static one => one.Name,
            static one => one.Value,
            StringComparer.Ordinal
        );
        environment["CHROMIUM"] = await ChromiumProgram.EnsureAsync();
        using var tests = ProgramRun.Start(
            "node",
            ["node_modules/vitest/vitest.mjs", "run", "--config", configuration],
            Site,
            environment
        );

        var end = await tests.EndAsync(BrowserPatience);

        Assert.True(end.ExitCode == 0, $"{end.Output}\n{end.Error}");
        output.WriteLine(end.Output);
    }

    [GeneratedRegex("<script type=\"module\"[^>]* src=\"(/assets/[^\"]+)\"")]
    private static partial Regex Script();
}
