using System.Net;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Runs;

[Collection(nameof(AppTests))]
public sealed class ControlRunTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Signal_WithPayload_LetsTheRunGoOn()
    {
        var id = await StartAsync();

        var answer = await _client.PostJsonAsync($"/api/runs/{id}/signals/go", """{"from":"a person"}""");
        var run = await EndAsync(id);

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("Succeeded", run.Text("status"));
        Assert.Equal("a person", run.Json.GetProperty("output").GetProperty("from").GetString());
    }

    [Fact]
    public async Task Pause_AndResume_ShowInTheRun()
    {
        var id = await StartAsync();

        var paused = await _client.PostJsonAsync($"/api/runs/{id}/pause", """{"reason":"Lunch"}""");
        await _client.PostJsonAsync($"/api/runs/{id}/signals/go");
        var still = await _client.GetJsonAsync($"/api/runs/{id}");
        var resumed = await _client.PostJsonAsync($"/api/runs/{id}/resume");
        var run = await EndAsync(id);

        Assert.Equal((HttpStatusCode.Accepted, "Paused"), (paused.Status, paused.Text("status")));
        Assert.Equal("Paused", still.Text("status"));
        Assert.Equal(HttpStatusCode.Accepted, resumed.Status);
        Assert.Equal("Succeeded", run.Text("status"));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("terminate")]
    public async Task CancelOrTerminate_EndsTheRun(string action)
    {
        var id = await StartAsync();

        var answer = await _client.PostJsonAsync($"/api/runs/{id}/{action}", """{"reason":"Not needed any more"}""");
        var run = await EndAsync(id);

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("Cancelled", run.Text("status"));
        Assert.Contains("Not needed any more", run.Json.GetProperty("error").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    [InlineData("terminate")]
    [InlineData("signals/go")]
    public async Task Control_EndedOrUnknownRun_IsRefused(string action)
    {
        var id = await StartAsync();
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
        await EndAsync(id);

        var ended = await _client.PostJsonAsync($"/api/runs/{id}/{action}");
        var unknown = await _client.PostJsonAsync($"/api/runs/zybr38esga7ypbzjy3s75c67hy/{action}");

        Assert.Equal((HttpStatusCode.Conflict, "Run.Ended"), (ended.Status, ended.Code));
        Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (unknown.Status, unknown.Code));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"why":"x"}""")]
    [InlineData("""{"reason":7}""")]
    public async Task Control_BodyThatIsNoReason_IsRefused(string body)
    {
        var id = await StartAsync();

        var answer = await _client.PostJsonAsync($"/api/runs/{id}/pause", body);

        Assert.Equal((HttpStatusCode.BadRequest, "Request.Invalid"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Signal_NameThatIsTooLong_IsRefused()
    {
        var id = await StartAsync();

        var answer = await _client.PostJsonAsync($"/api/runs/{id}/signals/{new string('x', 1001)}");

        Assert.Equal((HttpStatusCode.BadRequest, "Request.Invalid"), (answer.Status, answer.Code));
    }

    private async Task<string> StartAsync()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        return (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
    }

    private Task<Answer> EndAsync(string id) =>
        _client.UntilAsync(
            $"/api/runs/{id}",
            static answer => answer.Text("status") is "Succeeded" or "Failed" or "Cancelled"
        );
}
