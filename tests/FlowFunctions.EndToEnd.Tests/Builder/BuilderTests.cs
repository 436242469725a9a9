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
        Assert.True(builder.Failure is null, builder.Failure);
        var chromium = await ChromiumProgram.EnsureAsync();
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        using var tests = ProgramRun.Start(
            "node",
            ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.browser.config.ts"],
            Repository.PathOf("static-web"),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["FLOW_API"] = app.Address,
                ["CHROMIUM"] = chromium,
            }
        );

        var end = await tests.EndAsync(BrowserPatience);

        Assert.True(end.ExitCode == 0, $"{end.Output}\n{end.Error}");
        output.WriteLine(end.Output);
        Assert.Equal(0, (await app.StopAsync()).ExitCode);
    }

    [GeneratedRegex("<script type=\"module\"[^>]* src=\"(/assets/[^\"]+)\"")]
    private static partial Regex Script();
}
