using System.Net;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Access;

/// <summary>What another tenant has is not there, whatever operation is tried with its identifiers.</summary>
[Collection(nameof(AppTests))]
public sealed class TenancyTests(AppFixture fixture)
{
    private const string Flow = "tenancy-flow";
    private const string Key = "NAME_OF_A_SECRET";

    private static readonly string Document = """
        {"id":"ID","triggers":{"nightly":{"type":"schedule","cron":"0 3 * * *"}},
         "steps":{"ask":{"type":"approval","with":{"title":"May it go on?"}}}}
        """.Replace("ID", Flow, StringComparison.Ordinal);

    [Fact]
    public async Task Operation_WithIdentifiersOfAnotherTenant_AnswersAsForThoseOfNobody()
    {
        var app = await fixture.Guarded;
        using var theirs = app.Client(GuardedApp.Key, "theirs");
        using var ours = app.Client(await app.NewKeyAsync("admin", "ours"));
        var ids = await FillAsync(theirs);
        var wrong = new List<string>();

        foreach (var operation in await Operation.ReadAsync(fixture.Client))
        {
            if (operation.Path.Contains('{', StringComparison.Ordinal))
            {
                var tried = await operation.SendAsync(ours, name => ids.GetValueOrDefault(KeyOf(operation, name), "x"));
                var unknown = await operation.SendAsync(ours, name => UnknownFor(KeyOf(operation, name)));
                if (tried != unknown)
                {
                    wrong.Add($"{operation.Method} {operation.Path}: {tried}, for an unknown one {unknown}");
                }
            }
        }

        Assert.Empty(wrong);
        await CheckUntouchedAsync(theirs, ids);
    }

    [Fact]
    public async Task List_OfAnything_HasNothingOfAnotherTenant()
    {
        var app = await fixture.Guarded;
        using var theirs = app.Client(GuardedApp.Key, "theirs-too");
        using var ours = app.Client(await app.NewKeyAsync("admin", "ours-too"));
        var ids = await FillAsync(theirs);

        foreach (
            var path in (string[])["flows", "runs", "files", "secrets", "triggers", "schedules", "approvals", "members"]
        )
        {
            var listed = await ours.GetJsonAsync($"/api/{path}");
            Assert.Equal(HttpStatusCode.OK, listed.Status);
            Assert.Equal(0, listed.Json.GetProperty("items").GetArrayLength());
        }

        var keys = await ours.GetJsonAsync("/api/api-keys");
        Assert.DoesNotContain(ids["keys"], keys.Json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhatCallsAFlow_CallsThatOfItsOwnWorkspace()
    {
        var app = await fixture.Guarded;
        using var one = app.Client(GuardedApp.Key, "calls-one");
        using var two = app.Client(GuardedApp.Key, "calls-two");
        const string caller =
            """{"id":"caller","steps":{"call":{"type":"subflow","with":{"flow":"called","input":{"n":7}}}}}""";
        await one.PublishAsync(TestFlows.Twice("called"));
        await one.PublishAsync(caller);
        await two.PublishAsync(TestFlows.Thrice("called"));
        await two.PublishAsync(caller);

        var (first, second) = (
            await one.PostJsonAsync("/api/flows/caller/runs?wait=20s"),
            await two.PostJsonAsync("/api/flows/caller/runs?wait=20s")
        );

        Assert.Equal(14, first.Json.GetProperty("output").GetInt32());
        Assert.Equal(21, second.Json.GetProperty("output").GetInt32());
    }

    /// <summary>One of everything.</summary>
    private static async Task<Dictionary<string, string>> FillAsync(HttpClient client)
    {
        await client.PublishAsync(Document);
        await client.AskAsync(HttpMethod.Put, $"/api/flows/{Flow}/draft", Document);
        var run = await client.PostJsonAsync($"/api/flows/{Flow}/runs", "{}");
        await client.AskAsync(HttpMethod.Put, $"/api/files/{Flow}/a.txt", "text");
        await client.AskAsync(HttpMethod.Put, $"/api/secrets/{Key}", """{"value":"a secret value"}""");
        await client.AskAsync(HttpMethod.Put, "/api/members/main:theirs", """{"role":"viewer"}""");
        var key = await client.PostJsonAsync("/api/api-keys", """{"name":"theirs","role":"viewer"}""");
        return new(StringComparer.Ordinal)
        {
            ["flows"] = Flow,
            ["runs"] = run.Text("id"),
            ["path"] = $"{Flow}/a.txt",
            ["name"] = Key,
            ["triggers"] = $"{Flow}.nightly",
            ["schedules"] = $"{Flow}.nightly",
            ["members"] = "main:theirs",
            ["keys"] = key.Text("id"),
            ["version"] = "1",
            ["stepPath"] = "ask",
            ["hash"] = new string('a', 64),
            ["requestId"] = "x",
            ["step-types"] = "no-such-type",
        };
    }

    private static string KeyOf(Operation operation, string parameter) =>
        parameter != "id" ? parameter
        : operation.Path.Split('/')[2] is "api-keys" ? "keys"
        : operation.Path.Split('/')[2];

    private static string UnknownFor(string key) =>
        key switch
        {
            "flows" => "no-such-flow",
            "runs" => "0000000000000000000000000b",
            "path" => "no-such-flow/a.txt",
            "name" => "NO_SUCH_SECRET",
            "triggers" or "schedules" => "no-such-flow.nightly",
            "members" => "main:nobody",
            "keys" => "0123456789abcdef",
            "version" => "1",
            "hash" => new string('a', 64),
            _ => "ask",
        };

    private static async Task CheckUntouchedAsync(HttpClient theirs, Dictionary<string, string> ids)
    {
        foreach (
            var path in (string[])
                [$"flows/{Flow}", $"flows/{Flow}/draft", $"files/{Flow}/a.txt", $"schedules/{ids["schedules"]}"]
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await theirs.GetJsonAsync($"/api/{path}")).Status);
        }

        var run = await theirs.GetJsonAsync($"/api/runs/{ids["runs"]}");
        Assert.Contains(run.Text("status"), (string[])["Running", "Waiting"]);
        Assert.Contains(
            ids["keys"],
            (await theirs.GetJsonAsync("/api/api-keys")).Json.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "main:theirs",
            (await theirs.GetJsonAsync("/api/members")).Json.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains(Key, (await theirs.GetJsonAsync("/api/secrets")).Json.ToString(), StringComparison.Ordinal);
    }
}
