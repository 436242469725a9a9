using System.Net;
using FlowFunctions.App.Tests.Approvals;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Access.Audit;

/// <summary>What the audit log has of what callers did.</summary>
[Collection(nameof(AppTests))]
public sealed class AuditTests(AppFixture fixture)
{
    /// <summary>They take a body and change nothing.</summary>
    private static readonly string[] Harmless = ["/api/flows/validate", "/api/schedules/preview"];

    [Fact]
    public async Task Operation_ThatMayChangeSomething_LeavesAnEntry()
    {
        var app = await fixture.Guarded;
        using var admin = app.Client(await app.NewKeyAsync("admin", "audited"));
        using var viewer = app.Client(await app.NewKeyAsync("viewer", "audited"));
        using var wrong = app.Client("ff_wrong");
        using var root = app.Client(GuardedApp.Key);
        var unnamed = new List<string>();
        var changes = (await Operation.ReadAsync(fixture.Client))
            .Where(static one => one.Method != HttpMethod.Get && one.Method != HttpMethod.Head)
            .ToList();
        foreach (var operation in changes)
        {
            if (operation.Action.Length == 0 && !Harmless.Contains(operation.Path))
            {
                unnamed.Add($"{operation.Method} {operation.Path}");
            }

            await operation.SendAsync(admin, static name => name == "version" ? "1" : $"audited-{name}");
            await operation.SendAsync(viewer, static name => name == "version" ? "1" : $"audited-{name}");
            await operation.SendAsync(wrong, static name => name == "version" ? "1" : $"wrong-{name}");
        }

        Assert.Empty(unnamed);
        var expected = changes
            .Select(static one => one.Action)
            .Where(static action => action.Length > 0)
            .Order()
            .ToList();
        var id = (await admin.GetJsonAsync("/api/me")).Text("id");
        var entries = await admin.AuditAsync();
        var own = entries.Where(entry => entry.GetProperty("caller").Text("id") == id).ToArray();
        Assert.Equal(expected, Of(own, static entry => entry.Text("status") != "403"));
        Assert.Equal(
            expected,
            Of(entries, static entry => entry.Text("status") == "403" && entry.Text("outcome") == "refused")
                .Where(expected.Contains)
        );
        var strangers = await root.AuditAsync("&caller=*");
        Assert.Empty(
            expected.Except(
                Of(
                    strangers,
                    static entry =>
                        entry.Text("status") == "401" && entry.GetProperty("caller").Text("kind") == "unknown"
                )
            )
        );

        static List<string> Of(
            System.Text.Json.JsonElement[] entries,
            Func<System.Text.Json.JsonElement, bool> which
        ) =>
            [
                .. entries
                    .Where(which)
                    .Select(static entry => entry.Text("action"))
                    .Where(static action => action.Contains('.', StringComparison.Ordinal))
                    .Order(),
            ];
    }

    [Fact]
    public async Task Flow_SavedAndDeleted_ShowsItsVersions()
    {
        var app = await fixture.Guarded;
        using var ada = app.Client(app.Token("ada", "FlowFunctions.Admin"));
        var flow = AppFixture.NewId("audit");
        await ada.PublishAsync(TestFlows.Twice(flow));
        var saved = await ada.AskAsync(HttpMethod.Put, $"/api/flows/{flow}", TestFlows.Thrice(flow), ("If-Match", "*"));
        var deleted = await ada.AskAsync(HttpMethod.Delete, $"/api/flows/{flow}");

        var entries = await ada.AuditAsync($"&target={flow}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (saved.Status, deleted.Status));
        Assert.Equal(["flow.delete", "flow.save"], entries.Take(2).Select(static entry => entry.Text("action")));
        Assert.Equal("1", entries[1].GetProperty("before").Text("version"));
        Assert.Equal("2", entries[1].GetProperty("after").Text("version"));
        Assert.Equal($"/api/flows/{flow}/versions/2", entries[1].GetProperty("after").Text("document"));
        Assert.Equal("2", entries[0].GetProperty("before").Text("version"));
        Assert.False(entries[0].TryGetProperty("after", out _));
        Assert.All(entries, static entry => Assert.Equal("main:ada", entry.GetProperty("caller").Text("id")));
        Assert.All(
            entries,
            static entry => Assert.Equal(("127.0.0.1", "done"), (entry.Text("from"), entry.Text("outcome")))
        );
        Assert.All(entries, static entry => Assert.NotEmpty(entry.Text("traceId")));
    }

    [Fact]
    public async Task Secrets_AndKeys_AreInNoEntry()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key, "audit-secrets");
        await root.AskAsync(HttpMethod.Put, "/api/secrets/AUDITED", """{"value":"the-value-of-the-secret"}""");
        var made = await root.PostJsonAsync("/api/api-keys", """{"name":"ci","role":"operator"}""");
        await root.AskAsync(HttpMethod.Put, "/api/members/main:zoe", """{"role":"viewer"}""");
        await root.AskAsync(HttpMethod.Put, "/api/members/main:zoe", """{"role":"editor","flows":"billing-*"}""");

        var entries = await root.AuditAsync();

        var text = string.Join('\n', entries.Select(static entry => entry.GetRawText()));
        Assert.DoesNotContain("the-value-of-the-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Text("key"), text, StringComparison.Ordinal);
        Assert.Equal(
            ["member.write", "member.write", "apiKey.create", "secret.write"],
            entries.Select(static entry => entry.Text("action"))
        );
        Assert.Equal(
            ("viewer", "editor"),
            (entries[0].GetProperty("before").Text("role"), entries[0].GetProperty("after").Text("role"))
        );
        Assert.Equal(made.Text("id"), entries[2].Text("target"));
        Assert.Equal("AUDITED", entries[3].Text("target"));
    }

    [Fact]
    public async Task Link_ThatDecides_IsRecordedAsOne()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key, "audit-links");
        var run = await root.AskAsync(TestFlows.Approval(AppFixture.NewId()));
        var link = await root.LinkAsync(run, "ask", """{"approver":"Grace"}""");

        await app.Client().DecideAsync(link, """{"decision":"approve","comment":"fine"}""");

        var entry = (await root.AuditAsync("&action=approval.decide")).Single();
        var caller = entry.GetProperty("caller");
        Assert.Equal(("link", "Grace"), (caller.Text("kind"), caller.Text("name")));
        Assert.Equal(($"{run}/ask", "done"), (entry.Text("target"), entry.Text("outcome")));
        Assert.Equal("approve", entry.GetProperty("after").Text("decision"));
        Assert.DoesNotContain(link.Split('/')[^1], entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_WithLinesAndEscapes_StaysOneLine()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key, "audit-lines");

        await root.AskAsync(
            HttpMethod.Delete,
            "/api/members/main:a%0A2026-01-01%20main:root%20flow.delete%1B%5B2K%E2%80%AE"
        );

        using var response = await root.GetAsync("/api/audit/export");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var target = System.Text.Json.JsonElement.Parse(Assert.Single(lines)).Text("target");
        Assert.StartsWith("main:a\uFFFD2026-01-01 main:root", target, StringComparison.Ordinal);
        Assert.DoesNotContain(target, static one => char.IsControl(one) || one == '\u202E');
    }

    [Theory]
    [InlineData("?from=yesterday")]
    [InlineData("?pageSize=0")]
    [InlineData("?continuationToken=x")]
    [InlineData("/export?to=never")]
    public async Task Query_ThatCannotBe_IsRefused(string query)
    {
        var answer = await fixture.Client.GetJsonAsync($"/api/audit{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    /// <summary>Answers wait for their entries; what they say must not be another's meanwhile.</summary>
    [Fact]
    public async Task Changes_AtTheSameTime_HaveAnswersOfTheirOwn()
    {
        var flow = await fixture.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId("audit-many")));

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 300).Select(_ => fixture.Client.PostJsonAsync($"/api/flows/{flow}/runs", """{"n":1}"""))
        );

        Assert.Equal(300, runs.Select(static run => run.Text("id")).Distinct(StringComparer.Ordinal).Count());
        Assert.All(runs, run => Assert.Equal(flow, run.Text("flowId")));
    }

    [Fact]
    public async Task Local_Mode_IsRecordedToo()
    {
        var flow = await fixture.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId("audit-local")));
        var run = await fixture.Client.PostJsonAsync($"/api/flows/{flow}/runs", """{"n":1}""");

        var entries = await fixture.Client.AuditAsync($"&target={flow}&caller=local");

        Assert.Equal("run.start", entries[0].Text("action"));
        Assert.Equal(run.Text("id"), entries[0].GetProperty("after").Text("run"));
    }
}
