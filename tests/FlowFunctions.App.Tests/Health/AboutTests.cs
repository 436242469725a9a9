using System.Text.Json;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Health;

[Collection(nameof(AppTests))]
public sealed class AboutTests(AppFixture fixture)
{
    [Fact]
    public async Task About_OfARunningApp_TellsWhatItIsMadeOf()
    {
        var reply = await fixture.Client.GetReplyAsync("/api/about");

        Assert.Equal(200, reply.Status);
        var about = reply.Body;
        Assert.Equal(
            ("embedded", "default", "default", "local", true),
            (
                about.GetProperty("engine").GetString(),
                about.GetProperty("workspace").GetString(),
                about.GetProperty("environment").GetString(),
                about.GetProperty("secrets").GetString(),
                about.GetProperty("emulator").GetBoolean()
            )
        );
        Assert.True(about.GetProperty("health").GetProperty("ready").GetBoolean());
        Assert.Contains(
            about.GetProperty("limits").EnumerateArray(),
            static limit =>
                limit.GetProperty("what").GetString() == "Steps of a flow"
                && limit.GetProperty("most").GetInt64() == 20_000
        );
    }

    [Fact]
    public async Task About_NamesWhatExpressionsSee_ButNoValue()
    {
        await using var app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = fixture.NewFolder(),
                Url = "http://127.0.0.1:0",
                Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["API"] = "https://internal.example" },
            }
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };

        var reply = await client.GetReplyAsync("/api/about");

        Assert.Equal(["API"], reply.Body.GetProperty("env").EnumerateArray().Select(static name => name.GetString()));
        Assert.DoesNotContain("internal.example", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlowSchema_IsTheSchemaThatDocumentsAreCheckedWith()
    {
        var reply = await fixture.Client.GetReplyAsync("/api/flow-schema");

        Assert.Equal((200, "application/schema+json"), (reply.Status, reply.MediaType));
        var triggers = reply.Body.GetProperty("$defs").EnumerateObject().Select(static one => one.Name);
        Assert.Superset(
            new HashSet<string> { "webhookTrigger", "scheduleTrigger", "queueTrigger" },
            triggers.ToHashSet(StringComparer.Ordinal)
        );
        Assert.Equal(JsonValueKind.Object, reply.Body.GetProperty("properties").ValueKind);
    }
}
