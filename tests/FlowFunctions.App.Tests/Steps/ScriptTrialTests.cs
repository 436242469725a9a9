using System.Text;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Scripts;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Events;
using FlowFunctions.App.Tests.Runs.Callbacks;

namespace FlowFunctions.App.Tests.Steps;

[Collection(nameof(AppTests))]
public sealed class ScriptTrialTests(AppFixture fixture)
{
    private const string Path = "/api/step-types/script/test";

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Stream_OfAScript_TellsItsLinesAndThenItsResult()
    {
        using var reader = await EventReader.PostAsync(
            Client,
            Path,
            """{"with":{"runtime":"bash","code":"echo one; echo '{\"a\":1}' > $FLOW_OUTPUT"}}"""
        );

        var told = await reader.RestAsync();

        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["log", "result"], told.Select(static it => it.Name));
        Assert.Equal(("one", "info"), (told[0].Text("message"), told[0].Text("level")));
        Assert.Equal("Succeeded", told[1].Text("status"));
        Assert.Equal(1, told[1].Data.GetProperty("output").GetProperty("a").GetInt32());
        Assert.All(told, static it => Assert.Null(it.Id));
    }

    [Fact]
    public async Task Stream_WhoseReaderGoesAway_EndsItsScript()
    {
        await using var app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = fixture.NewFolder(),
                Url = "http://127.0.0.1:0",
                Runners = new RunnerSettings { MaxProcesses = 1 },
            }
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        using (
            var reader = await EventReader.PostAsync(
                client,
                Path,
                """{"with":{"runtime":"bash","code":"echo begun; sleep 1000"}}"""
            )
        )
        {
            // The line comes while the script runs, which would not end by itself.
            Assert.Equal("begun", (await reader.NextAsync())!.Text("message"));
        }

        // The only place for a script is free again.
        var next = await client.PostReplyAsync(Path, """{"with":{"runtime":"bash","code":"echo 2 > $FLOW_OUTPUT"}}""");

        Assert.Equal("Succeeded", next.Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task File_OfAFlowsFolder_RunsWithTheFilesBesideItAndTheInput()
    {
        var folder = AppFixture.NewId();
        await PutAsync($"{folder}/lib/names.py", "def greet(name):\n    return 'Hello ' + name\n");
        await PutAsync(
            $"{folder}/lib/hello.py",
            "import names\ndef main(input, context):\n    return names.greet(input['name'])\n"
        );

        var reply = await Client.PostReplyAsync(
            Path,
            $$$"""{"file":"{{{folder}}}/lib/hello.py","input":{"name":"{{ x }}"}}"""
        );

        Assert.Equal("Hello {{ x }}", reply.Body.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Code_WithAFile_RunsInItsFolder()
    {
        var folder = AppFixture.NewId();
        await PutAsync($"{folder}/lib.sh", "answer=42\n");

        var reply = await Client.PostReplyAsync(
            Path,
            $$$"""{"file":"{{{folder}}}/new.sh","with":{"code":"source lib.sh; echo $answer > $FLOW_OUTPUT"}}"""
        );

        Assert.Equal(42, reply.Body.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Secret_ThatAScriptPrints_IsMaskedInTheStream()
    {
        using var reader = await EventReader.PostAsync(
            Client,
            Path,
            """{"with":{"runtime":"bash","code":"echo \"is $CALLBACK_PLAIN\"; echo $CALLBACK_PLAIN > $FLOW_OUTPUT","secrets":["CALLBACK_PLAIN"]}}"""
        );

        var told = await reader.RestAsync();

        Assert.Equal(2, told.Count);
        Assert.StartsWith("is ", told[0].Text("message"), StringComparison.Ordinal);
        Assert.All(
            told,
            static it => Assert.DoesNotContain(CallbackApps.PlainSecret, it.Data.GetRawText(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("script", "score.py", "Request.Invalid")]
    [InlineData("script", "a//b.py", "File.BadPath")]
    [InlineData("transform", "a/b.py", "Request.Invalid")]
    [InlineData("script", "no-such-flow/b.py", "Step.Invalid")]
    public async Task File_ThatCannotBeTried_Answers400(string type, string file, string code) =>
        (await Client.PostReplyAsync($"/api/step-types/{type}/test", $$"""{"file":"{{file}}"}""")).IsProblem(400, code);

    [Fact]
    public async Task Stream_OfAStepThatNeedsARun_SaysSoAtTheEnd()
    {
        using var reader = await EventReader.PostAsync(
            Client,
            "/api/step-types/delay/test",
            """{"with":{"duration":"1h"}}"""
        );

        var result = await reader.UntilAsync("result");

        Assert.Equal("StepType.NeedsRun", result.Data.GetProperty("error").GetProperty("code").GetString());
    }

    private Task<Reply> PutAsync(string path, string content) =>
        Client.SendReplyAsync(HttpMethod.Put, $"/api/files/{path}", Encoding.UTF8.GetBytes(content), "text/plain");
}
