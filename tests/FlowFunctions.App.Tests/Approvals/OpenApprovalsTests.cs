using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;

namespace FlowFunctions.App.Tests.Approvals;

[Collection(nameof(AppTests))]
public sealed class OpenApprovalsTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task List_OpenQuestions_NamesThemUntilTheyAreDecided()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));

        var open = (await ListAsync(id)).Single();
        await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask", """{"decision":"approve"}""");
        await _client.UntilEndedAsync(id);
        var after = await ListAsync(id);

        Assert.Equal("ask", open.GetProperty("step").GetString());
        Assert.Equal("May it go on?", open.GetProperty("title").GetString());
        Assert.Equal("approval:ask", open.GetProperty("signal").GetString());
        Assert.True(open.TryGetProperty("since", out _));
        Assert.Empty(after);
    }

    [Fact]
    public async Task List_PageByPage_NamesEachOnce()
    {
        var id = await _client.AskAsync(OpsFlows.AskingForEach(AppFixture.NewId()));
        await _client.UntilAsync(
            $"/api/runs/{id}",
            static run =>
                run.Json.GetProperty("steps")
                    .EnumerateArray()
                    .Count(static step => step.GetProperty("status").GetString() == "Waiting") == 3
        );

        var steps = (await ListAsync(id, limit: 1)).ConvertAll(static item => item.GetProperty("step").GetString());

        Assert.Equal(["loop[0]/ask", "loop[1]/ask", "loop[2]/ask"], steps.Order());
    }

    [Fact]
    public async Task Decide_StepInALoop_TakesItsPathEscaped()
    {
        var id = await _client.AskAsync(OpsFlows.AskingForEach(AppFixture.NewId()));
        await _client.UntilAsync(
            $"/api/runs/{id}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() == 3
        );

        var answer = await _client.PostJsonAsync(
            $"/api/runs/{id}/approvals/{Uri.EscapeDataString("loop[1]/ask")}",
            """{"decision":"approve","by":"me","comment":"yes"}"""
        );
        var left = (await ListAsync(id)).ConvertAll(static item => item.GetProperty("step").GetString());

        Assert.Equal((HttpStatusCode.OK, "loop[1]/ask"), (answer.Status, answer.Text("step")));
        Assert.Equal(("me", "yes"), (answer.Text("by"), answer.Text("comment")));
        Assert.Equal(["loop[0]/ask", "loop[2]/ask"], left.Order());
    }

    [Fact]
    public async Task Decide_Twice_IsGone()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask", """{"decision":"reject"}""");

        var again = await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask", """{"decision":"approve"}""");
        var link = await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask/link");

        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (again.Status, again.Code));
        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (link.Status, link.Code));
    }

    [Fact]
    public async Task Decide_TwoStepsByOneSignal_IsRefused()
    {
        var id = await _client.AskAsync(OpsFlows.AskingAtOnce(AppFixture.NewId()));
        await _client.UntilAsync(
            $"/api/runs/{id}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() == 2
        );

        var answer = await _client.PostJsonAsync($"/api/runs/{id}/approvals/two", """{"decision":"approve"}""");

        Assert.Equal((HttpStatusCode.Conflict, "Approval.Ambiguous"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/link")]
    public async Task Decide_StepThatAsksNothing_IsNotFound(string route)
    {
        var id = await _client.AskAsync(TestFlows.Waiting(AppFixture.NewId()));
        const string Body = """{"decision":"approve"}""";

        var body = route.Length == 0 ? Body : "";
        var other = await _client.PostJsonAsync($"/api/runs/{id}/approvals/wait{route}", body);
        var none = await _client.PostJsonAsync($"/api/runs/{id}/approvals/nothing{route}", body);
        var run = await _client.PostJsonAsync($"/api/runs/zybr38esga7ypbzjy3s75c67hy/approvals/ask{route}", body);

        Assert.Equal((HttpStatusCode.NotFound, "Approval.NotFound"), (other.Status, other.Code));
        Assert.Equal((HttpStatusCode.NotFound, "Approval.NotFound"), (none.Status, none.Code));
        Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (run.Status, run.Code));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("continuation=nonsense")]
    public async Task List_ParameterThatCannotBeMeant_IsRefused(string parameters)
    {
        var answer = await _client.GetJsonAsync($"/api/approvals?{parameters}");

        Assert.Equal((HttpStatusCode.BadRequest, "Request.Invalid"), (answer.Status, answer.Code));
    }

    /// <summary>The open questions of one run; other tests ask as well.</summary>
    private async Task<List<JsonElement>> ListAsync(string runId, int limit = 200)
    {
        var found = new List<JsonElement>();
        string? continuation = "";
        while (continuation is not null)
        {
            var page = await _client.GetJsonAsync($"/api/approvals?limit={limit}&continuation={continuation}");
            found.AddRange(page.Json.GetProperty("items").EnumerateArray());
            continuation = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        return found.FindAll(item => item.GetProperty("runId").GetString() == runId);
    }
}
