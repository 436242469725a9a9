using System.Text;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

[Collection(nameof(TriggerTests))]
public sealed class AnswerTests(AppFixture fixture)
{
    private const string WhenFinished = ",\"respond\":\"whenFinished\"";
    private const string ByStep = ",\"respond\":\"byStep\"";

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task WhenFinished_RunThatSucceeds_AnswersItsOutput()
    {
        var id = await Client.HookAsync(WhenFinished, Transform("{{ { twice: trigger.body.n * 2 } }}"));

        var reply = await Client.SendAsync(id, """{"n":4}""");

        Assert.Equal((200, "application/json", """{"twice":8}"""), (reply.Status, reply.MediaType, reply.Text));
    }

    [Fact]
    public async Task WhenFinished_LargeOutput_IsAnsweredWhole()
    {
        var id = await Client.HookAsync(WhenFinished, Transform("{{ 'x'.repeat(50000) }}"));

        Assert.Equal(50_002, (await Client.SendAsync(id)).Content.Length);
    }

    [Fact]
    public async Task WhenFinished_NoOutput_IsNoContent()
    {
        var id = await Client.HookAsync(WhenFinished, Transform("{{ null }}"));

        Assert.Equal(204, (await Client.SendAsync(id)).Status);
    }

    [Fact]
    public async Task WhenFinished_RunThatFails_TellsNoReason()
    {
        var id = await Client.HookAsync(
            WhenFinished,
            """ "steps":{"stop":{"type":"fail","with":{"code":"Order.Hidden","message":"Hidden reason."}}} """
        );

        var reply = await Client.SendAsync(id);

        reply.IsProblem(500, "Run.Failed");
        Assert.DoesNotContain("idden", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WhenFinished)]
    [InlineData(ByStep)]
    public async Task Waiting_LongerThanTheTimeout_AnswersThatItIsAccepted(string respond)
    {
        var id = await Client.HookAsync(
            respond + ",\"timeout\":\"50ms\"",
            """ "steps":{"wait":{"type":"waitForSignal","with":{"name":"go"}}} """
        );

        var reply = await Client.SendAsync(id);
        await Client.PostJsonAsync($"/api/runs/{reply.Body.GetProperty("id").GetString()}/cancel");

        Assert.Equal((202, "Accepted"), (reply.Status, reply.Body.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task ByStep_Response_IsAnsweredWhileTheRunGoesOn()
    {
        var id = await Client.HookAsync(
            ByStep,
            """
            "steps":{
              "early":{"type":"respond","with":{"status":201,"headers":{"X-Order":"7","Set-Cookie":"a=b","Connection":"close","X-Bad":"a\r\nb"},"body":{"ok":true}}},
              "wait":{"type":"waitForSignal","with":{"name":"go"}},
              "late":{"type":"respond","with":{"status":500}}
            },"edges":[{"from":"early","to":"wait"},{"from":"wait","to":"late"}]
            """
        );

        using var response = await Client.PostAsync($"/hooks/default/{id}", new StringContent("{}"));
        var run = await Client.UntilAsync(
            $"/api/runs?flow={id}",
            static answer => answer.Json.GetProperty("items").GetArrayLength() == 1
        );
        var item = run.Json.GetProperty("items")[0];
        await Client.PostJsonAsync($"/api/runs/{item.GetProperty("id").GetString()}/cancel");

        Assert.Equal((201, "{\"ok\":true}"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("7", Assert.Single(response.Headers.GetValues("X-Order")));
        Assert.False(response.Headers.Contains("Set-Cookie") || response.Headers.Contains("X-Bad"));
        Assert.Equal(
            "sandbox allow-forms allow-scripts",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.Equal("Running", item.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("\"héllo\"", "text/plain", "héllo")]
    [InlineData("{\"base64\":\"AQID\",\"contentType\":\"image/png\"}", "image/png", "\u0001\u0002\u0003")]
    [InlineData("{\"base64\":\"AQID\"}", "application/octet-stream", "\u0001\u0002\u0003")]
    [InlineData("{\"base64\":\"%\"}", "application/json", "{\"base64\":\"%\"}")]
    [InlineData("[1]", "application/json", "[1]")]
    public async Task ByStep_Body_IsSentAsWhatItIs(string body, string type, string expected)
    {
        var id = await Client.HookAsync(ByStep, Respond($$"""{"body":{{body}} }"""));

        var reply = await Client.SendAsync(id);

        Assert.Equal((200, type, expected), (reply.Status, reply.MediaType, Encoding.UTF8.GetString(reply.Content)));
    }

    [Fact]
    public async Task ByStep_ContentType_IsTheStepsOwn()
    {
        var id = await Client.HookAsync(
            ByStep,
            Respond(
                """{"headers":{"content-type":"text/html","Content-Security-Policy":"default-src 'none'"},"body":"<p>"}"""
            )
        );

        using var response = await Client.PostAsync($"/hooks/default/{id}", null);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(2, response.Headers.GetValues("Content-Security-Policy").Count());
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task ByStep_StatusWithoutBody_IsSentAlone(int status)
    {
        var id = await Client.HookAsync(ByStep, Respond($$"""{"status":{{status}},"body":"ignored"}"""));

        var reply = await Client.SendAsync(id);

        Assert.Equal((status, 0), (reply.Status, reply.Content.Length));
    }

    [Fact]
    public async Task ByStep_RunWithoutResponse_AnswersItsEnd()
    {
        var id = await Client.HookAsync(ByStep, Transform("done"));
        var failing = await Client.HookAsync(
            ByStep,
            """ "steps":{"stop":{"type":"fail","with":{"code":"A.B","message":"c"}}} """
        );

        Assert.Equal((200, "\"done\""), ((await Client.SendAsync(id)).Status, (await Client.SendAsync(id)).Text));
        (await Client.SendAsync(failing)).IsProblem(500, "Run.Failed");
    }

    [Theory]
    [InlineData(WhenFinished)]
    [InlineData(ByStep)]
    public async Task Delivery_ThatCameBefore_IsAnsweredAsThen(string respond)
    {
        var id = await Client.HookAsync(
            respond + ",\"dedupe\":{\"key\":\"{{ trigger.body.id }}\"}",
            Respond("""{"status":200,"body":"{{ run.id }}"}""")
        );

        var first = await Client.SendAsync(id, """{"id":1}""");
        var again = await Client.SendAsync(id, """{"id":1}""");
        await fixture.StoredAsync();
        var later = await Client.SendAsync(id, """{"id":1}""");

        Assert.Equal(200, first.Status);
        Assert.Equal([first.Text, first.Text], new[] { again.Text, later.Text });
        Assert.Equal(1, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Head_OfAWebhookForAnyMethod_StartsARunAndSendsNoBody()
    {
        var id = await Client.HookAsync(ByStep + ",\"method\":\"ANY\"", Respond("""{"body":"text"}"""));

        using var request = new HttpRequestMessage(HttpMethod.Head, $"/hooks/default/{id}");
        using var response = await Client.SendAsync(request);

        Assert.Equal((200, 4L), ((int)response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal(1, await Client.CountRunsAsync(id));
    }

    private static string Transform(string value) =>
        $$""" "steps":{"give":{"type":"transform","with":{"value":"{{value}}"} } } """;

    private static string Respond(string with) => $$""" "steps":{"answer":{"type":"respond","with":{{with}} } } """;
}
