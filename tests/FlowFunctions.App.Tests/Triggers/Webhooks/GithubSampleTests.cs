using System.Text;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

[Collection(nameof(TriggerTests))]
public sealed class GithubSampleTests(AppFixture fixture)
{
    private static readonly string Folder = Path.Combine(
        WorkingCopy.Around(AppContext.BaseDirectory)!,
        "samples",
        "github-webhook"
    );

    [Fact]
    public async Task Sample_SignedPush_IsSummedUp()
    {
        var client = fixture.Client;
        await client.PutReplyAsync("/api/secrets/GITHUB_WEBHOOK_SECRET", """{"value":"octo"}""");
        await client.PublishAsync(await File.ReadAllTextAsync(Path.Combine(Folder, "flow.json")));
        var push = await File.ReadAllTextAsync(Path.Combine(Folder, "push.json"));

        var answer = await SendAsync(client, push, "push", HookApi.Hmac("octo", push));
        var ping = await SendAsync(client, "{\"zen\":\"\"}", "ping", HookApi.Hmac("octo", "{\"zen\":\"\"}"));
        var forged = await SendAsync(client, push, "push", HookApi.Hmac("other", push));

        Assert.Equal(
            "ada pushed 2 commit(s) by Ada, Grace to main of octo-org/shop:\n- 0d1a26e Prices in euros\n- ae2b1c7 Build with Node.js 22",
            answer.Body.GetProperty("text").GetString()
        );
        Assert.Equal("""[".github/workflows/build.yml"]""", answer.Body.GetProperty("lookAt").GetRawText());
        Assert.Equal("Nothing to do for the event 'ping'.", ping.Body.GetProperty("text").GetString());
        forged.IsProblem(401, "Webhook.Unauthorized");
    }

    private static Task<Reply> SendAsync(HttpClient client, string body, string name, string signature) =>
        client.SendReplyAsync(
            HttpMethod.Post,
            "/hooks/default/github/push",
            Encoding.UTF8.GetBytes(body),
            "application/json",
            ("X-GitHub-Event", name),
            ("X-GitHub-Delivery", AppFixture.NewId("delivery")),
            ("X-Hub-Signature-256", $"sha256={signature}")
        );
}
