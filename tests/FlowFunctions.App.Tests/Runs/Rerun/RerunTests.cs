using System.Net;
using System.Text.Json;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Rerun;

[Collection(nameof(AppTests))]
public sealed class RerunTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Rerun_WithoutBody_ComputesEverythingAgain()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var old = await RunAsync(flow, """{"n":21}""");

        var answer = await _client.PostJsonAsync($"/api/runs/{old}/rerun?wait=30s");
        var run = await _client.GetJsonAsync($"/api/runs/{answer.Text("id")}");

        Assert.Equal((HttpStatusCode.OK, 42), (answer.Status, answer.Json.GetProperty("output").GetInt32()));
        Assert.NotEqual(old, answer.Text("id"));
        Assert.Equal(old, run.Text("rerunOf"));
        Assert.Equal(21, run.Json.GetProperty("input").GetProperty("n").GetInt32());
        Assert.False(Step(run, "a").TryGetProperty("reused", out _));
    }

    [Fact]
    public async Task Rerun_WithoutWait_AnswersWithControlLinks()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var old = await RunAsync(flow, """{"n":1}""");

        var answer = await _client.PostJsonAsync($"/api/runs/{old}/rerun", """{"from":"start","plan":"same"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal($"/api/runs/{answer.Text("id")}", answer.Response.Headers.Location!.ToString());
        Assert.EndsWith("/rerun", answer.Text("rerunPostUri"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rerun_FromFailedWithNewestPlan_ReusesWhatHadSucceeded()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(OpsFlows.TwoSteps(flow, mended: false));
        var old = await RunAsync(flow, """{"n":21}""");
        await _client.PublishAgainAsync(OpsFlows.TwoSteps(flow, mended: true));

        var same = await _client.PostJsonAsync($"/api/runs/{old}/rerun?wait=30s", """{"from":"failed"}""");
        var newest = await _client.PostJsonAsync(
            $"/api/runs/{old}/rerun?wait=30s",
            """{"from":"failed","plan":"newest"}"""
        );
        var run = await _client.GetJsonAsync($"/api/runs/{newest.Text("id")}");

        Assert.Equal(("Failed", 1), (same.Text("status"), same.Json.GetProperty("version").GetInt32()));
        Assert.Equal(("Succeeded", 2), (newest.Text("status"), newest.Json.GetProperty("version").GetInt32()));
        Assert.Equal(43, newest.Json.GetProperty("output").GetInt32());
        Assert.True(Step(run, "first").GetProperty("reused").GetBoolean());
        Assert.False(Step(run, "second").TryGetProperty("reused", out _));
    }

    [Fact]
    public async Task Rerun_FromStep_ReusesWhatLiesBeforeIt()
    {
        var flow = await _client.PublishAsync(OpsFlows.TwoSteps(AppFixture.NewId(), mended: true));
        var old = await RunAsync(flow, """{"n":1}""");

        var answer = await _client.PostJsonAsync(
            $"/api/runs/{old}/rerun?wait=30s",
            """{"from":"step","step":"second"}"""
        );
        var run = await _client.GetJsonAsync($"/api/runs/{answer.Text("id")}");

        Assert.Equal(3, answer.Json.GetProperty("output").GetInt32());
        Assert.True(Step(run, "first").GetProperty("reused").GetBoolean());
        Assert.Equal(1, Step(run, "second").GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Rerun_WithLargeResults_ReusesThem()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(OpsFlows.LargeThen(flow, mended: false));
        var old = await RunAsync(flow, "{}");
        await fixture.StoredAsync();
        await _client.PublishAgainAsync(OpsFlows.LargeThen(flow, mended: true));

        var answer = await _client.PostJsonAsync(
            $"/api/runs/{old}/rerun?wait=30s",
            """{"from":"failed","plan":"newest"}"""
        );

        Assert.Equal(50_000, answer.Json.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Rerun_LargeResultThatOnlyStorageHolds_IsBroughtBack()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(OpsFlows.LargeThen(flow, mended: false));
        var old = await RunAsync(flow, "{}");
        await fixture.StoredAsync();
        var run = await _client.GetJsonAsync($"/api/runs/{old}");
        var hash = Step(run, "first").GetProperty("output").GetProperty("$payload").GetProperty("hash").GetString()!;
        var own = fixture.App.Services.GetRequiredService<EngineFolder>().Payloads;
        await own.DeleteAsync(hash, DateTimeOffset.UtcNow.AddHours(1), CancellationToken.None);
        await _client.PublishAgainAsync(OpsFlows.LargeThen(flow, mended: true));
        var answer = await _client.PostJsonAsync(
            $"/api/runs/{old}/rerun?wait=30s",
            """{"from":"failed","plan":"newest"}"""
        );

        Assert.Equal(50_000, answer.Json.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Rerun_WithInput_ReplacesAndChecksIt()
    {
        var flow = await _client.PublishAsync(TestFlows.WithInput(AppFixture.NewId()));
        var old = await RunAsync(flow, """{"orderId":"a"}""");

        var other = await _client.PostJsonAsync($"/api/runs/{old}/rerun?wait=30s", """{"input":{"orderId":"b"}}""");
        var wrong = await _client.PostJsonAsync($"/api/runs/{old}/rerun", """{"input":{"orderId":7}}""");

        Assert.Equal("b", other.Text("output"));
        Assert.Equal((HttpStatusCode.BadRequest, "Input.Invalid"), (wrong.Status, wrong.Code));
        Assert.Equal("/orderId", wrong.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Rerun_NewestPlanDoesNotTakeTheOldInput_IsRefused()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(OpsFlows.Strict(flow, strict: false));
        var old = await RunAsync(flow, """{"n":1}""");
        await _client.PublishAgainAsync(OpsFlows.Strict(flow, strict: true));

        var newest = await _client.PostJsonAsync($"/api/runs/{old}/rerun", """{"plan":"newest"}""");
        var same = await _client.PostJsonAsync($"/api/runs/{old}/rerun?wait=30s", """{"plan":"same"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "Input.Invalid"), (newest.Status, newest.Code));
        Assert.Equal("Succeeded", same.Text("status"));
    }

    [Fact]
    public async Task Rerun_OpenRun_IsRefused()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var open = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");

        var answer = await _client.PostJsonAsync($"/api/runs/{open}/rerun");

        Assert.Equal((HttpStatusCode.Conflict, "Run.Open"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Rerun_UnknownRun_IsNotFound()
    {
        var answer = await _client.PostJsonAsync("/api/runs/zybr38esga7ypbzjy3s75c67hy/rerun");

        Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("""{"from":"step","step":"loop[0]/one"}""", "Rerun.Step")]
    [InlineData("""{"from":"step","step":"nothing"}""", "Rerun.Step")]
    [InlineData("""{"from":"step"}""", "Rerun.Step")]
    [InlineData("""{"from":"failed","step":"loop"}""", "Rerun.Step")]
    [InlineData("""{"from":"failed","input":{}}""", "Rerun.Input")]
    [InlineData("""{"from":"end"}""", "Request.Invalid")]
    [InlineData("""{"plan":"old"}""", "Request.Invalid")]
    [InlineData("""{"fron":"start"}""", "Request.Invalid")]
    [InlineData("[]", "Request.Invalid")]
    [InlineData("{", "Request.Invalid")]
    public async Task Rerun_RequestThatDoesNotFit_IsRefused(string body, string code)
    {
        var flow = await _client.PublishAsync(TestFlows.Loop(AppFixture.NewId()));
        var old = await RunAsync(flow, """{"count":2}""");

        var answer = await _client.PostJsonAsync($"/api/runs/{old}/rerun", body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    private async Task<string> RunAsync(string flow, string input)
    {
        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", input);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Text("id");
    }

    private static JsonElement Step(Answer run, string id) =>
        run.Json.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("id").GetString() == id);
}
