using System.Net;
using System.Net.Http.Headers;
using FlowFunctions.App.Approvals;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Approvals;

[Collection(nameof(AppTests))]
public sealed class ApprovalLinkTests(AppFixture fixture)
{
    private const string Approve = """{"decision":"approve"}""";
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Link_Asked_SaysHowLongItIsGood()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));

        var usual = await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask/link");
        var brief = await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask/link", """{"expiresIn":"1h"}""");

        Assert.Equal(HttpStatusCode.Created, usual.Status);
        Assert.StartsWith(
            new Uri(_client.BaseAddress!, "/approvals/").ToString(),
            usual.Text("url"),
            StringComparison.Ordinal
        );
        Assert.InRange(Life(usual), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        Assert.InRange(Life(brief), TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Link_Opened_ShowsTheQuestionAndDecidesNothing()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");

        var page = await PageAsync(HttpMethod.Get, link);
        await PageAsync(HttpMethod.Get, link);
        var run = await _client.GetJsonAsync($"/api/runs/{id}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("<h1>May it go on?</h1>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\">", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
        Assert.Equal("Running", run.Text("status"));
    }

    [Fact]
    public async Task Link_Opened_TellsNobodyElse()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");

        var page = await PageAsync(HttpMethod.Get, link);

        Assert.Equal("no-referrer", Header(page, "Referrer-Policy"));
        Assert.Equal("no-store", Header(page, "Cache-Control"));
        Assert.Contains("noindex", Header(page, "X-Robots-Tag"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(page, "X-Content-Type-Options"));
        var policy = Header(page, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_HostileTexts_StayTexts()
    {
        var id = await _client.AskAsync(OpsFlows.AskingBadly(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask", """{"approver":"<i>me</i>"}""");

        var page = await PageAsync(HttpMethod.Get, link);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page.Text, StringComparison.Ordinal);
        foreach (var tag in (string[])["<script", "<img", "<b>", "<i>"])
        {
            Assert.DoesNotContain(tag, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Link_Form_DecidesAndSaysSo()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask", """{"approver":"boss@example.com"}""");

        var page = await PageAsync(
            HttpMethod.Post,
            link,
            ("decision", "approve"),
            ("comment", "Looks good & fair"),
            ("by", "somebody else")
        );
        var run = await _client.UntilEndedAsync(id);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Approved", page.Text, StringComparison.Ordinal);
        var output = run.Json.GetProperty("output");
        Assert.True(output.GetProperty("approved").GetBoolean());
        Assert.Equal("boss@example.com", output.GetProperty("by").GetString());
        Assert.Equal("Looks good & fair", output.GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Link_Json_DecidesAndSaysSo()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");

        var shown = await _client.AskAsync(HttpMethod.Get, link, "", ("Accept", "application/json"));
        var answer = await _client.DecideAsync(link, """{"decision":"reject","comment":"Too dear"}""");
        var run = await _client.UntilEndedAsync(id);

        Assert.Equal((HttpStatusCode.OK, "May it go on?"), (shown.Status, shown.Text("title")));
        Assert.Equal((HttpStatusCode.OK, "reject"), (answer.Status, answer.Text("decision")));
        var step = run.Json.GetProperty("steps")[0];
        Assert.Equal("rejected", step.GetProperty("port").GetString());
        Assert.Equal("Too dear", step.GetProperty("output").GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Link_UsedTwice_IsGone()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");
        await _client.DecideAsync(link, Approve);

        var json = await _client.DecideAsync(link, Approve);
        var page = await PageAsync(HttpMethod.Get, link);

        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (json.Status, json.Code));
        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.Contains("Already decided", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_UsedByManyAtOnce_DecidesOnce()
    {
        var id = await _client.AskAsync(OpsFlows.AskingTwice(AppFixture.NewId()));
        var links = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _client.LinkAsync(id, "one")));

        var answers = await Task.WhenAll(
            links.SelectMany(link => Enumerable.Range(0, 4).Select(_ => _client.DecideAsync(link, Approve)))
        );
        var run = await _client.UntilAskedAsync(id);

        Assert.Single(answers, static answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(static answer => answer.Status != HttpStatusCode.OK),
            static answer => Assert.Equal("Approval.Used", answer.Code)
        );

        // The second question, which goes by the same signal, is still open: no decision was left over for it.
        Assert.Equal("Waiting", run.Json.GetProperty("steps")[1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Link_OfAPausedRun_DecidesOnceAndCountsWhenItGoesOn()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");
        await _client.PostJsonAsync($"/api/runs/{id}/pause");

        var first = await _client.DecideAsync(link, Approve);
        var second = await _client.DecideAsync(link, """{"decision":"reject"}""");
        await _client.PostJsonAsync($"/api/runs/{id}/resume");
        var run = await _client.UntilEndedAsync(id);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (second.Status, second.Code));
        Assert.True(run.Json.GetProperty("output").GetProperty("approved").GetBoolean());
    }

    [Fact]
    public async Task Link_RunHasEnded_IsGone()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
        await _client.UntilEndedAsync(id);

        var ended = await _client.DecideAsync(link, Approve);
        await fixture.StoredAsync();
        await _client.AskAsync(HttpMethod.Delete, $"/api/runs/{id}");
        var deleted = await _client.DecideAsync(link, Approve);

        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (ended.Status, ended.Code));
        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (deleted.Status, deleted.Code));
    }

    [Fact]
    public async Task Link_OfAnotherAttempt_IsGone()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await SignAsync(id, static claim => claim with { Attempt = 2 });
        var earlier = await SignAsync(id, static claim => claim with { Opened = claim.Opened.AddSeconds(-1) });

        var answer = await _client.DecideAsync(link, Approve);
        var round = await _client.DecideAsync(earlier, Approve);

        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (answer.Status, answer.Code));
        Assert.Equal((HttpStatusCode.Gone, "Approval.Used"), (round.Status, round.Code));
    }

    [Fact]
    public async Task Link_TooOld_HasExpired()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await SignAsync(id, static claim => claim with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) });

        var json = await _client.DecideAsync(link, Approve);
        var page = await PageAsync(HttpMethod.Get, link);

        Assert.Equal((HttpStatusCode.Gone, "Approval.Expired"), (json.Status, json.Code));
        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.Contains("has expired", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_Forged_IsNotFound()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");
        var dot = link.IndexOf('.', StringComparison.Ordinal);
        var last = link[^2] == 'A' ? 'B' : 'A';
        string[] forged =
        [
            link[..^2] + last + link[^1],
            "/approvals/A" + link["/approvals/".Length..],
            link[..dot],
            link[..(dot + 1)],
            "/approvals/a.!",
            "/approvals/" + new string('a', 9000) + ".aa",
        ];
        foreach (var path in forged)
        {
            var answer = await _client.DecideAsync(path, Approve);

            Assert.Equal((HttpStatusCode.NotFound, "Approval.NotFound"), (answer.Status, answer.Code));
        }

        var page = await PageAsync(HttpMethod.Get, forged[0]);
        Assert.Equal((HttpStatusCode.NotFound, "no-referrer"), (page.Status, Header(page, "Referrer-Policy")));
    }

    [Theory]
    [InlineData("""{"decision":"maybe"}""", "Approval.Decision")]
    [InlineData("{}", "Approval.Decision")]
    [InlineData("""{"decision":"approve","by":"me"}""", "Request.Invalid")]
    [InlineData("""{"decision":"approve","comment":7}""", "Request.Invalid")]
    [InlineData("nonsense", "Request.Invalid")]
    public async Task Link_BodyThatIsNoDecision_IsRefused(string body, string code)
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");

        var answer = await _client.DecideAsync(link, body);
        var after = await _client.DecideAsync(link, Approve);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task Link_FormThatIsNoDecision_IsRefusedWithAPage()
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await _client.LinkAsync(id, "ask");

        var without = await PageAsync(HttpMethod.Post, link, ("comment", "x"));
        var endless = await PageAsync(
            HttpMethod.Post,
            link,
            ("decision", "approve"),
            ("comment", new string('x', 2001))
        );
        using var other = await _client.PostAsync(new Uri(link, UriKind.Relative), new ByteArrayContent([1, 2]));

        Assert.Equal(HttpStatusCode.BadRequest, without.Status);
        Assert.Contains("<h1>That did not work</h1>", without.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, endless.Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
    }

    [Theory]
    [InlineData("""{"expiresIn":"31d"}""")]
    [InlineData("""{"expiresIn":"0s"}""")]
    [InlineData("""{"expiresIn":"soon"}""")]
    [InlineData("""{"for":"me"}""")]
    public async Task Link_RequestThatDoesNotFit_IsRefused(string body)
    {
        var id = await _client.AskAsync(TestFlows.Approval(AppFixture.NewId()));

        var answer = await _client.PostJsonAsync($"/api/runs/{id}/approvals/ask/link", body);

        Assert.Equal((HttpStatusCode.BadRequest, "Request.Invalid"), (answer.Status, answer.Code));
    }

    private static TimeSpan Life(Answer link) =>
        link.Json.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow;

    /// <summary>A link that the app would not give out, signed with its key.</summary>
    private async Task<string> SignAsync(string runId, Func<ApprovalClaim, ApprovalClaim> change)
    {
        var services = fixture.App.Services;
        var question = await services
            .GetRequiredService<ApprovalReader>()
            .GetAsync("default", runId, "ask", CancellationToken.None);
        var claim = new ApprovalClaim(
            "default",
            runId,
            "ask",
            question.Attempt,
            question.Opened,
            question.Signal,
            DateTimeOffset.UtcNow.AddHours(1),
            Approver: null,
            "nonce"
        );
        var tokens = services.GetRequiredService<ApprovalTokens>();
        return "/approvals/" + await tokens.SignAsync(change(claim), CancellationToken.None);
    }

    private async Task<Page> PageAsync(HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        if (fields.Length > 0)
        {
            request.Content = new FormUrlEncodedContent(
                fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))
            );
        }

        var response = await _client.SendAsync(request);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return new Page(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    private static string Header(Page page, string name) => string.Join(",", page.Response.Headers.GetValues(name));

    private sealed record Page(HttpStatusCode Status, string Text, HttpResponseMessage Response);
}
