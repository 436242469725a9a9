using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Runs.Pins;

[Collection(nameof(AppTests))]
public sealed class PinnedRunTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task PinnedOutput_IsTakenAndMarked()
    {
        var flow = await TwoStepsAsync();

        var answer = await StartAsync(flow, """{"input":{"n":1},"pins":{"first":{"output":41}}}""");
        var run = await _client.GetJsonAsync($"/api/runs/{answer.Text("id")}");

        Assert.Equal((HttpStatusCode.OK, 42), (answer.Status, answer.Json.GetProperty("output").GetInt32()));
        Assert.Equal("pinned", run.Text("trigger"));
        Assert.True(Step(run, "first").GetProperty("pinned").GetBoolean());
        Assert.Equal(0, Step(run, "first").GetProperty("attempt").GetInt32());
        Assert.False(Step(run, "second").TryGetProperty("pinned", out _));
    }

    [Fact]
    public async Task PinnedError_TakesTheRunWhereAFailureWould()
    {
        var flow = await TwoStepsAsync();

        var answer = await StartAsync(flow, """{"pins":{"first":{"error":{"code":"My.Code","message":"No."}}}}""");

        Assert.Equal("Failed", answer.Text("status"));
        Assert.Equal("My.Code", answer.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task From_WithARun_TakesItsLargeOutputsAndItsInput()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(OpsFlows.LargeThen(flow, mended: false));
        var old = await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"orderId":"A-1"}""");
        await _client.PublishAgainAsync(OpsFlows.LargeThen(flow, mended: true));

        var answer = await StartAsync(flow, $$$"""{"from":"second","runId":"{{{old.Text("id")}}}"}""");
        var run = await _client.GetJsonAsync($"/api/runs/{answer.Text("id")}");

        Assert.Equal(50_000, answer.Json.GetProperty("output").GetInt32());
        Assert.Equal(old.Text("id"), run.Text("rerunOf"));
        Assert.Equal("A-1", run.Json.GetProperty("input").GetProperty("orderId").GetString());
        Assert.True(Step(run, "first").GetProperty("reused").GetBoolean());
        Assert.False(Step(run, "first").TryGetProperty("pinned", out _));
    }

    [Fact]
    public async Task Trigger_ThatIsGiven_IsWhatExpressionsSee()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(
            """{"id":"ID","steps":{"a":{"type":"transform","with":{"value":"{{ trigger.body.n }}"}}}}""".Replace(
                "ID",
                flow,
                StringComparison.Ordinal
            )
        );

        var answer = await StartAsync(flow, """{"trigger":{"type":"webhook","body":{"n":7}}}""");

        Assert.Equal(7, answer.Json.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Log_SaysThatAStepWasNotExecuted()
    {
        var flow = await TwoStepsAsync();
        var answer = await StartAsync(flow, """{"pins":{"first":{"output":1}}}""");

        var log = await _client.GetJsonAsync($"/api/runs/{answer.Text("id")}/logs?step=first");

        Assert.Contains("pinned", log.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"pins":{"nope":{"output":1}}}""", "Pin.Step", "/pins/nope")]
    [InlineData("""{"pins":{"a/b":{"output":1}}}""", "Pin.Step", "/pins/a~1b")]
    [InlineData("""{"pins":{"first":1}}""", "Request.Invalid", "/pins/first")]
    [InlineData("""{"pins":{"first":{"output":1,"error":{}}}}""", "Request.Invalid", "/pins/first")]
    [InlineData("""{"pins":{"first":{"output":1,"port":"true"}}}""", "Pin.Port", "/pins/first")]
    [InlineData("""{"pins":[]}""", "Request.Invalid", "/pins")]
    [InlineData("""{"from":"nope"}""", "Run.From", "/from")]
    [InlineData("""{"from":"second"}""", "Run.FromMissing", "/pins/first")]
    [InlineData("""{"runId":"x"}""", "Request.Invalid", "/runId")]
    public async Task Body_ThatDoesNotFit_Answers400WithItsPlace(string body, string code, string pointer)
    {
        var refused = await StartAsync(await TwoStepsAsync(), body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Code));
        var error = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal(pointer, error.GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("false", null)]
    [InlineData("perhaps", "Pin.Port")]
    public async Task Port_IsOneOfTheStep_WhetherAnEdgeLeavesItOrNot(string port, string? code)
    {
        var flow = await _client.PublishAsync(
            """
            {"id":"ID",
             "steps":{"if":{"type":"condition","with":{"if":true}},"yes":{"type":"transform","with":{"value":1}}},
             "edges":[{"from":"if","to":"yes","port":"true"}]}
            """.Replace("ID", AppFixture.NewId(), StringComparison.Ordinal)
        );

        var answer = await StartAsync(
            flow,
            """{"pins":{"if":{"output":null,"port":"PORT"}}}""".Replace("PORT", port, StringComparison.Ordinal)
        );

        Assert.Equal(code, answer.Json.TryGetProperty("code", out var given) ? given.GetString() : null);
    }

    [Fact]
    public async Task RunOfAnotherFlow_IsRefused()
    {
        var other = await _client.PostJsonAsync($"/api/flows/{await TwoStepsAsync()}/runs?wait=30s", """{"n":1}""");

        var refused = await StartAsync(
            await TwoStepsAsync(),
            $$$"""{"from":"second","runId":"{{{other.Text("id")}}}"}"""
        );

        Assert.Equal((HttpStatusCode.BadRequest, "Run.OtherFlow"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Output_LargerThanAStepMayGive_IsRefused()
    {
        var large = new string('x', 5 * 1024 * 1024);

        var refused = await StartAsync(
            await TwoStepsAsync(),
            """{"pins":{"first":{"output":"LARGE"}}}""".Replace("LARGE", large, StringComparison.Ordinal)
        );

        Assert.Equal((HttpStatusCode.BadRequest, "Pin.TooLarge"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Rerun_OfAPinnedRun_KeepsTheMark()
    {
        var flow = await TwoStepsAsync();
        var first = await StartAsync(flow, """{"pins":{"first":{"output":1}}}""");

        var again = await _client.PostJsonAsync(
            $"/api/runs/{first.Text("id")}/rerun?wait=30s",
            """{"from":"step","step":"second"}"""
        );

        var run = await _client.GetJsonAsync($"/api/runs/{again.Text("id")}");
        Assert.True(Step(run, "first").GetProperty("pinned").GetBoolean());
    }

    private Task<string> TwoStepsAsync() => _client.PublishAsync(OpsFlows.TwoSteps(AppFixture.NewId(), mended: true));

    private Task<Answer> StartAsync(string flow, string body) =>
        _client.PostJsonAsync($"/api/flows/{flow}/runs?pinned=true&wait=30s", body);

    private static JsonElement Step(Answer run, string id) =>
        run.Json.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("id").ValueEquals(id));
}
