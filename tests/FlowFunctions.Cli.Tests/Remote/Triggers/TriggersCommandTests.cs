using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowFunctions.Cli.Remote.Triggers;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Triggers;

[Collection(nameof(AppTests))]
public sealed class TriggersCommandTests(AppFixture app)
{
    private readonly string _flow = AppFixture.NewId("triggered");

    [Fact]
    public async Task List_OfAFlow_ShowsItsTriggers()
    {
        await PushAsync();

        var list = await RunAsync("ls", "--flow", _flow);
        var hooks = JsonElement.Parse((await RunAsync("ls", "--flow", _flow, "--type", "webhook", "--json")).Output);

        var lines = list.Output.TrimEnd('\n').Split('\n');
        var next = lines[1].Split('\t')[2];
        Assert.Equal(
            [
                $"{_flow}.hook\tfires\t-\tPOST /hooks/default/{_flow}\t0\t-\t",
                $"{_flow}.nightly\tfires\t{next}\t0 2 * * * (Europe/Berlin)\t0\t-\t",
            ],
            lines
        );
        Assert.EndsWith(":00:00.000Z", next, StringComparison.Ordinal);
        Assert.Equal($"{app.Address}/hooks/default/{_flow}", hooks[0].GetProperty("url").GetString());
        Assert.Equal(1, hooks.GetArrayLength());
    }

    [Fact]
    public async Task Pause_AndResume_AreShown()
    {
        await PushAsync();

        var paused = await RunAsync("pause", $"{_flow}.nightly", "--reason", "Stocktaking");
        var shown = await RunAsync("show", $"{_flow}.nightly");
        var resumed = await RunAsync("resume", $"{_flow}.nightly");

        Assert.Equal($"{_flow}.nightly  paused\n", paused.Output);
        Assert.Contains("state       paused\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains(": Stocktaking\n", shown.Output, StringComparison.Ordinal);
        Assert.Equal($"{_flow}.nightly  fires\n", resumed.Output);
    }

    [Fact]
    public async Task Disable_AFlow_IsShownEverywhere()
    {
        await PushAsync();

        var disabled = await app.RunAsync("disable", _flow, "--reason", "Too noisy");
        var flows = await app.RunAsync("list", _flow);
        var triggers = await RunAsync("ls", "--flow", _flow);
        var enabled = JsonElement.Parse((await app.RunAsync("enable", _flow, "--json")).Output);

        Assert.Equal($"{_flow} is disabled\n", disabled.Output);
        Assert.EndsWith("\tdisabled\n", flows.Output, StringComparison.Ordinal);
        Assert.All(
            triggers.Output.TrimEnd('\n').Split('\n'),
            static line => Assert.Equal("flow disabled", line.Split('\t')[1])
        );
        Assert.True(enabled.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task HandFired_WithABody_PrintsTheOutput()
    {
        await PushAsync();

        var fired = await RunAsync("fire", $"{_flow}.hook", "--body", """{"n":20}""", "--wait", "30s");
        var own = await RunAsync("fire", $"{_flow}.hook", "--input", """{"n":4}""", "--wait", "30s");

        Assert.Equal((0, "42"), (fired.ExitCode, fired.Output.Trim()));
        Assert.Equal((0, "8"), (own.ExitCode, own.Output.Trim()));
    }

    [Fact]
    public async Task HandFired_WithoutWaiting_PrintsTheRun()
    {
        await PushAsync();

        var fired = await RunAsync("fire", $"{_flow}.nightly", "--input", """{"n":1}""");
        var shown = await app.RunAsync("show", fired.Output.Trim());

        Assert.Contains("trigger    schedule nightly\n", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAServerAndOfItsFile_AreTheSame()
    {
        using var file = new TemporaryFile(Flow());
        await PushAsync();
        string[] window = ["--from", "2026-03-27T00:00:00Z", "--count", "3"];

        var server = await RunAsync(["preview", $"{_flow}.nightly", .. window]);
        var local = await RunAsync(["preview", "nightly", "--file", file.Path, .. window]);
        var full = await RunAsync(["preview", $"{_flow}.nightly", "--file", file.Path, .. window]);
        var only = await RunAsync(["preview", "--file", file.Path, "--json", .. window]);

        // The night in which clocks there go from 02:00 to 03:00.
        Assert.Equal(
            [
                "2026-03-27T01:00:00.000Z\t2026-03-27T02:00:00+01:00\t2026-03-27T01:00:00.000Z",
                "2026-03-28T01:00:00.000Z\t2026-03-28T02:00:00+01:00\t2026-03-28T01:00:00.000Z",
                "2026-03-29T01:00:00.000Z\t2026-03-29T03:00:00+02:00\t2026-03-29T01:00:00.000Z",
            ],
            server.Output.TrimEnd('\n').Split('\n')
        );
        Assert.Equal((server.Output, server.Output), (local.Output, full.Output));
        Assert.Equal("Europe/Berlin", JsonElement.Parse(only.Output).GetProperty("timeZone").GetString());
    }

    [Theory]
    [InlineData("preview")]
    [InlineData("preview", "x.y", "--count", "0")]
    [InlineData("preview", "x.y", "--from", "tomorrow")]
    [InlineData("backfill", "x.y", "--from", "2026-01-01")]
    public async Task Command_ThatCannotBeUnderstood_SaysSo(params string[] arguments)
    {
        Assert.Equal(ExitCode.Invalid, (await RunAsync(arguments)).ExitCode);
    }

    [Fact]
    public async Task Preview_OfAFileWithoutSuchASchedule_NamesThoseThereAre()
    {
        using var file = new TemporaryFile(Flow());

        var end = await RunAsync("preview", "daily", "--file", file.Path);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("has no schedule 'daily', but nightly", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backfill_OfAWindow_RunsEachTimeOnce()
    {
        await PushAsync();
        string[] window = ["--from", "2026-01-01T00:00:00Z", "--to", "2026-01-03T00:00:00Z"];

        var dry = await RunAsync(["backfill", $"{_flow}.nightly", "--dry-run", .. window]);
        var first = await RunAsync(["backfill", $"{_flow}.nightly", .. window]);
        var again = JsonElement.Parse((await RunAsync(["backfill", $"{_flow}.nightly", "--json", .. window])).Output);

        Assert.Equal(["new", "new"], Outcomes(dry));
        Assert.Equal("2 times: 2 would start, 0 had begun\n", dry.Error);
        Assert.Equal((0, "started", "started"), (first.ExitCode, Outcomes(first)[0], Outcomes(first)[1]));
        Assert.StartsWith("2 times: 2 started", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, 2), (again.GetProperty("started").GetInt32(), again.GetProperty("existing").GetInt32()));
    }

    [Fact]
    public async Task Show_WhatIsNotThere_SaysSo()
    {
        var end = await RunAsync("show", "nothing.here");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Equal(
            "flow: Trigger.NotFound: No published flow has a trigger 'nothing.here'. 'flow triggers ls' lists those there are, as FLOW.TRIGGER.\n",
            end.Error
        );
    }

    [Fact]
    public async Task List_WhatCannotWorkOrEndedInAnError_SaysWhy()
    {
        await app.PushAsync(
            Flow()
                .Replace(
                    "\"path\"",
                    "\"auth\":{\"type\":\"apiKey\",\"secret\":\"NOT_THERE\"},\"path\"",
                    StringComparison.Ordinal
                )
        );

        var list = await RunAsync("ls", "--flow", _flow);
        var shown = await RunAsync("show", $"{_flow}.hook");

        Assert.Contains("NOT_THERE", list.Output.Split('\n')[0].Split('\t')[6], StringComparison.Ordinal);
        Assert.Contains("\nproblem     ", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("2026-01-01T00:00:00Z", null)]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "It failed.")]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")]
    [InlineData(null, "2026-01-01T00:00:00Z", "It failed.")]
    public void Problem_IsTheLastErrorUntilARunStarts(string? firedAt, string? errorAt, string? problem = null)
    {
        var fired = firedAt is null ? "" : $"\"lastFiredAt\":\"{firedAt}\"";
        var error = errorAt is null ? "" : $"\"lastError\":{{\"message\":\"It failed.\",\"at\":\"{errorAt}\"}}";
        var comma = firedAt is null || errorAt is null ? "" : ",";

        Assert.Equal(problem, TriggerText.ProblemOf(JsonElement.Parse($"{{{fired}{comma}{error}}}")));
    }

    [Fact]
    public async Task HandFired_AsTheGithubSampleIs_SeesAPush()
    {
        var flow = await File.ReadAllTextAsync(SampleFile("flow.json"));
        var mine = flow.Replace("\"github-webhook\"", $"\"{_flow}\"", StringComparison.Ordinal)
            .Replace("github/push", $"{_flow}/push", StringComparison.Ordinal);
        await app.PushAsync(mine);
        var push = "@" + SampleFile("push.json");

        var fired = await RunAsync([
            "fire",
            $"{_flow}.push",
            "--trigger",
            """{"headers":{"x-github-event":"push"}}""",
            "--body",
            push,
            "--wait",
            "30s",
        ]);

        Assert.Equal(0, fired.ExitCode);
        Assert.Contains(" pushed ", fired.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandFired_WithACallbackThatCannotBe_IsRefused()
    {
        await PushAsync();

        var fired = await RunAsync("fire", $"{_flow}.nightly", "--callback", "nowhere", "--callback-secret", "NONE");

        Assert.StartsWith("flow: Callback.", fired.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("preview")]
    [InlineData("backfill", "--from", "2026-01-01T00:00:00Z", "--to", "2026-01-03T00:00:00Z")]
    public async Task Times_OfWhatIsNoSchedule_SaysWhatItIs(string command, params string[] window)
    {
        await PushAsync();

        var end = await RunAsync([command, $"{_flow}.hook", .. window]);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Equal($"flow: '{_flow}.hook' is a webhook, not a schedule.\n", end.Error);
    }

    [Fact]
    public async Task Preview_OfAPausedSchedule_SaysThatItDoesNotFire()
    {
        await PushAsync();
        await RunAsync("pause", $"{_flow}.nightly");

        var end = await RunAsync("preview", $"{_flow}.nightly", "--count", "1");

        Assert.Equal((0, $"{_flow}.nightly does not fire now: paused.\n"), (end.ExitCode, end.Error));
    }

    private static string SampleFile(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", "..", "samples", "github-webhook", name));

    private static string[] Outcomes(CommandEnd end) =>
        [.. end.Output.TrimEnd('\n').Split('\n').Select(static line => line.Split('\t')[2])];

    private Task<CommandEnd> RunAsync(params string[] arguments) => app.RunAsync(["triggers", .. arguments]);

    private Task PushAsync() => app.PushAsync(Flow());

    private string Flow() =>
        """
            {"id":"ID","triggers":{
               "nightly":{"type":"schedule","cron":"0 2 * * *","timeZone":"Europe/Berlin","input":{"n":1}},
               "hook":{"type":"webhook","path":"ID","input":{"n":"{{ trigger.body.n + 1 }}"}}},
             "steps":{"a":{"type":"transform","with":{"value":"{{ input.n * 2 }}"}}}}
            """.Replace("ID", _flow, StringComparison.Ordinal);
}
