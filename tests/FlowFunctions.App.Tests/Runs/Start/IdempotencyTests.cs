using System.Net;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Start;

[Collection(nameof(AppTests))]
public sealed class IdempotencyTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;
    private readonly string _key = AppFixture.NewId("key");

    [Fact]
    public async Task Key_SameRequest_IsTheSameRun()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var first = await SendAsync($"/api/flows/{flow}/runs", """{"n":21}""");
        var second = await SendAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":21}""");
        await fixture.StoredAsync();
        var third = await SendAsync($"/api/flows/{flow}/runs", """{"n":21}""");
        var list = await _client.GetJsonAsync($"/api/runs?flow={flow}");

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.Equal((HttpStatusCode.OK, 42), (second.Status, second.Json.GetProperty("output").GetInt32()));
        Assert.Equal((HttpStatusCode.OK, 42), (third.Status, third.Json.GetProperty("output").GetInt32()));
        Assert.Equal([first.Text("id"), first.Text("id")], [second.Text("id"), third.Text("id")]);
        Assert.Equal("true", third.Response.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Single(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Key_RunThatGoesOn_IsAnsweredAsItStands()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var first = await SendAsync($"/api/flows/{flow}/runs");
        await _client.PostJsonAsync($"/api/runs/{first.Text("id")}/pause");

        var second = await SendAsync($"/api/flows/{flow}/runs");

        Assert.Equal((HttpStatusCode.Accepted, "Paused"), (second.Status, second.Text("status")));
        Assert.Equal(first.Text("id"), second.Text("id"));
    }

    [Fact]
    public async Task Key_LargeOutput_IsAnsweredWhole()
    {
        var flow = await _client.PublishAsync(TestFlows.Large(AppFixture.NewId()));
        await SendAsync($"/api/flows/{flow}/runs?wait=30s");
        await fixture.StoredAsync();

        var again = await SendAsync($"/api/flows/{flow}/runs?wait=30s");

        Assert.Equal(50_000, again.Text("output").Length);
    }

    [Fact]
    public async Task Key_OtherRequest_IsRefused()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var other = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        await SendAsync($"/api/flows/{flow}/runs", """{"n":1}""");

        foreach (
            var (path, body) in ((string, string)[])
                [
                    ($"/api/flows/{flow}/runs", """{"n":2}"""),
                    ($"/api/flows/{flow}/runs?version=1", """{"n":1}"""),
                    ($"/api/flows/{other}/runs", """{"n":1}"""),
                ]
        )
        {
            var answer = await SendAsync(path, body);

            Assert.Equal((HttpStatusCode.Conflict, "Idempotency.Mismatch"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Key_ManyAtOnce_AreOneRun()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => SendAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":3}"""))
        );
        var list = await _client.GetJsonAsync($"/api/runs?flow={flow}");

        Assert.All(answers, static answer => Assert.Equal(6, answer.Json.GetProperty("output").GetInt32()));
        Assert.Single(answers.Select(static answer => answer.Text("id")).Distinct(StringComparer.Ordinal));
        Assert.Single(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Key_ClaimedButNeverStarted_StartsTheClaimedRun()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var path = $"/api/flows/{flow}/runs";
        var body = """{"n":4}"""u8.ToArray();
        var request = new DefaultHttpContext().Request;
        (request.Path, request.Headers["Idempotency-Key"]) = (path, _key);
        var runId = RunIds.New(DateTimeOffset.UtcNow);
        var claims = fixture.App.Services.GetRequiredService<IdempotencyStore>();
        await claims.ClaimAsync("default", _key, IdempotentRequest.Of(request, body)!.Hash, runId);

        var answer = await SendAsync(path + "?wait=30s", """{"n":4}""");

        Assert.Equal((runId, 8), (answer.Text("id"), answer.Json.GetProperty("output").GetInt32()));
    }

    [Fact]
    public async Task Key_RefusedStart_MayBeUsedAnew()
    {
        var flow = await _client.PublishAsync(TestFlows.WithInput(AppFixture.NewId()));

        var refused = await SendAsync($"/api/flows/{flow}/runs", """{"orderId":7}""");
        var accepted = await SendAsync($"/api/flows/{flow}/runs?wait=30s", """{"orderId":"a"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "Input.Invalid"), (refused.Status, refused.Code));
        Assert.Equal("a", accepted.Text("output"));
    }

    [Fact]
    public async Task Key_FlowIsBusy_MayBeUsedAnew()
    {
        var flow = await _client.PublishAsync(OpsFlows.OneAtATime(AppFixture.NewId()));
        var open = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");

        var refused = await SendAsync($"/api/flows/{flow}/runs", """{"n":1}""");
        await _client.PostJsonAsync($"/api/runs/{open}/terminate");
        await _client.UntilAsync($"/api/runs/{open}", static run => run.Text("status") == "Cancelled");
        var other = await SendAsync($"/api/flows/{flow}/runs", """{"n":2}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal(HttpStatusCode.Accepted, other.Status);
    }

    [Fact]
    public async Task Key_OfARerun_IsTheSameRun()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var old = (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id");

        var first = await SendAsync($"/api/runs/{old}/rerun?wait=30s");
        var second = await SendAsync($"/api/runs/{old}/rerun?wait=30s");
        var other = await SendAsync($"/api/runs/{old}/rerun", """{"plan":"newest"}""");

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal((HttpStatusCode.Conflict, "Idempotency.Mismatch"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Key_TooLong_IsRefused()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var longest = new string('k', 240) + _key.PadLeft(15, '-');

        var taken = await SendAsync($"/api/flows/{flow}/runs", """{"n":1}""", longest);
        var refused = await SendAsync($"/api/flows/{flow}/runs", """{"n":1}""", longest + "k");

        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "Idempotency.Key"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("schl\u00fcssel")]
    [InlineData("tab\tbed")]
    [InlineData("one", "two")]
    public void Key_ThatIsNone_IsRefused(params string[] keys)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Idempotency-Key"] = keys;

        var refused = Assert.Throws<ProblemException>(() => IdempotentRequest.Of(request, []));

        Assert.Equal((400, "Idempotency.Key"), (refused.Problem.Status, refused.Problem.Code));
    }

    private Task<Answer> SendAsync(string path, string body = "", string? key = null) =>
        _client.AskAsync(HttpMethod.Post, path, body, ("Idempotency-Key", key ?? _key));
}
