using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

/// <summary>Webhooks as tests use them.</summary>
internal static class HookApi
{
    /// <summary>Publishes a flow that gives its trigger's value, with a webhook at the path of its id.</summary>
    /// <param name="client">The app.</param>
    /// <param name="trigger">Members of the trigger, each with a comma before it; PATH stands for the path.</param>
    /// <param name="steps">The flow's steps and what follows them.</param>
    /// <returns>The flow's id, which is the path, too.</returns>
    public static async Task<string> HookAsync(this HttpClient client, string trigger = "", string? steps = null)
    {
        var id = AppFixture.NewId("hook");
        return await client.PublishAsync(Flow(id, trigger, steps));
    }

    public static string Flow(string id, string trigger = "", string? steps = null)
    {
        var path = trigger.Contains("\"path\"", StringComparison.Ordinal) ? "" : $",\"path\":\"{id}\"";
        return $$"""
            {"id":"{{id}}","triggers":{"hook":{"type":"webhook"{{path}}{{trigger.Replace(
                "PATH",
                id,
                StringComparison.Ordinal
            )}} } },
             {{steps ?? """ "steps":{"give":{"type":"transform","with":{"value":"{{ trigger }}"}}} """}} }
            """;
    }

    public static Task<Reply> SendAsync(
        this HttpClient client,
        string path,
        string body = "{}",
        params (string Name, string Value)[] headers
    ) => client.PostReplyAsync("/hooks/default/" + path, body, headers);

    /// <summary>The <c>trigger</c> that the run of an answer has seen, when the flow gives it.</summary>
    public static async Task<JsonElement> SeenAsync(this HttpClient client, Reply reply)
    {
        Assert.Equal(202, reply.Status);
        var id = reply.Body.GetProperty("id").GetString();
        var run = await client.UntilAsync(
            $"/api/runs/{id}",
            static answer => answer.Json.TryGetProperty("status", out var status) && status.GetString() == "Succeeded"
        );
        return run.Json.GetProperty("output");
    }

    public static async Task<string> SecretAsync(this HttpClient client, string value)
    {
        var name = AppFixture.NewId("S").Replace('-', '_');
        var put = await client.PutReplyAsync($"/api/secrets/{name}", JsonSerializer.Serialize(new { value }));
        Assert.Equal(201, put.Status);
        return name;
    }

    public static async Task<int> CountRunsAsync(this HttpClient client, string flow) =>
        (await client.GetJsonAsync($"/api/runs?flow={flow}&limit=100")).Json.GetProperty("items").GetArrayLength();

    public static string Hmac(string secret, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    public static string Basic(string user, string password) =>
        new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
        ).ToString();
}
