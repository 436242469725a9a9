using System.Net;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs;

[Collection(nameof(AppTests))]
public sealed class StartRunTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Start_WithWait_AnswersWithTheOutput()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":21}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Succeeded", answer.Text("status"));
        Assert.Equal(42, answer.Json.GetProperty("output").GetInt32());
        Assert.Equal(flow, answer.Text("flowId"));
        Assert.Equal(1, answer.Json.GetProperty("version").GetInt32());
        Assert.Equal(26, answer.Text("id").Length);
    }

    [Fact]
    public async Task Start_WithoutWait_AnswersWithControlLinks()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs", """{"n":1}""");

        var id = answer.Text("id");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal($"/api/runs/{id}", answer.Response.Headers.Location!.ToString());
        Assert.Equal(new Uri(_client.BaseAddress!, $"/api/runs/{id}").ToString(), answer.Text("statusQueryGetUri"));
        Assert.EndsWith(
            $"/api/runs/{id}/signals/{{eventName}}",
            answer.Text("sendEventPostUri"),
            StringComparison.Ordinal
        );
        Assert.EndsWith($"/api/runs/{id}/terminate", answer.Text("terminatePostUri"), StringComparison.Ordinal);
        Assert.EndsWith($"/api/runs/{id}/pause", answer.Text("suspendPostUri"), StringComparison.Ordinal);
        Assert.EndsWith($"/api/runs/{id}/resume", answer.Text("resumePostUri"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WaitEndsFirst_AnswersThatItGoesOn()
    {
        var flow = await _client.PublishAsync(TestFlows.Approval(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=1ms");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("Running", answer.Text("status"));
    }

    [Fact]
    public async Task Start_FailingRun_AnswersWithTheError()
    {
        var flow = await _client.PublishAsync(TestFlows.Failing(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Failed", answer.Text("status"));
        Assert.Equal("Order.Missing", answer.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("stop", answer.Json.GetProperty("error").GetProperty("step").GetString());
    }

    [Fact]
    public async Task Start_InputThatDoesNotFit_NamesEachPlace()
    {
        var flow = await _client.PublishAsync(TestFlows.WithInput(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs", """{"orderId":7}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Input.Invalid", answer.Code);
        var error = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal("/orderId", error.GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1,")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("\"\\ud800\"")]
    public async Task Start_BodyThatIsNoJson_IsRefused(string body)
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Request.Invalid", answer.Code);
    }

    [Fact]
    public async Task Start_BodyThatIsTooLarge_IsRefused()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs", $"\"{new string('x', 11 * 1024 * 1024)}\"");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("Request.TooLarge", answer.Code);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1s")]
    [InlineData("11m")]
    public async Task Start_WaitThatIsNone_IsRefused(string wait)
    {
        var answer = await _client.PostJsonAsync($"/api/flows/any/runs?wait={wait}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Start_UnknownFlowOrVersion_IsNotFound()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var noFlow = await _client.PostJsonAsync("/api/flows/nothing-like-it/runs");
        var noVersion = await _client.PostJsonAsync($"/api/flows/{flow}/runs?version=7");

        Assert.Equal((HttpStatusCode.NotFound, "Flow.NotFound"), (noFlow.Status, noFlow.Code));
        Assert.Equal((HttpStatusCode.NotFound, "Flow.NotFound"), (noVersion.Status, noVersion.Code));
    }

    [Fact]
    public async Task Start_OlderVersion_RunsThatVersion()
    {
        var id = AppFixture.NewId();
        await _client.PublishAsync(TestFlows.Twice(id));
        await _client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", TestFlows.Thrice(id), ("If-Match", "*"));

        var older = await _client.PostJsonAsync($"/api/flows/{id}/runs?wait=30s&version=1", """{"n":1}""");
        var newest = await _client.PostJsonAsync($"/api/flows/{id}/runs?wait=30s", """{"n":1}""");

        Assert.Equal(2, older.Json.GetProperty("output").GetInt32());
        Assert.Equal(3, newest.Json.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Start_TooManyRecordsWait_IsRefusedUntilLater()
    {
        await using var app = await fixture.StartAppAsync(
            fixture.NewFolder(),
            static builder => builder.Services.AddSingleton(new RecordSettings { MaxWaiting = 0 })
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await client.PostJsonAsync($"/api/flows/{flow}/runs");

        Assert.Equal((HttpStatusCode.TooManyRequests, "Engine.Busy"), (answer.Status, answer.Code));
        Assert.True(answer.Response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }
}
