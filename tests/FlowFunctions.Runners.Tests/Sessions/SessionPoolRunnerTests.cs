using System.Text.RegularExpressions;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sessions;
using FlowFunctions.Runners.Tests.Machine;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Runners.Tests.Sessions;

public sealed partial class SessionPoolRunnerTests(TestPool pool) : IClassFixture<TestPool>
{
    [Fact]
    public async Task Call_OfAScript_RunsInASessionOfItsOwnThatIsEnded()
    {
        pool.Answer();
        await using var runner = Runner();
        using var script = Script
            .Python(
                """
                import os, lib.more
                def main(input, context):
                    print('hello')
                    return [input, context, lib.more.text, os.environ['A'], open('/run/secrets/s').read()]
                """
            )
            .With("lib/more.py", "text = 'ü'");
        var call = script.Call("""{"n":1}""") with
        {
            Variables = new Dictionary<string, string> { ["A"] = "1" },
            SecretFiles = new Dictionary<string, string> { ["s"] = "2" },
        };

        var output = (await runner.RunAsync(call)).Output();

        Assert.Equal("""[{"n":1},{"step":"a"},"ü","1","2"]""", output);
        Assert.Equal(["hello"], script.Log.Of(ScriptLogLevel.Info));
        var identifier = Identifier().Match(pool.Requests.First()).Groups[1].Value;
        Assert.Equal($"POST /scripts/run?identifier={identifier}", pool.Requests.First());
        Assert.Equal(identifier, await pool.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Call_OfAScriptThatFails_GivesBackAllOfItsFailure()
    {
        pool.Answer();
        await using var runner = Runner();
        using var script = Script.Python("def main(input, context):\n    raise KeyError('k')");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Exception, failure.Code);
        Assert.Equal("KeyError", failure.Type);
        Assert.True(failure.Retryable);
        Assert.Equal([new ScriptFrame("main.py", 2, "main")], failure.Stack);
    }

    [Fact]
    public async Task Calls_WithAReuseKey_ShareASessionThatStays()
    {
        pool.Answer();
        await using var runner = Runner();
        using var script = Script.Node("let n = 0;\nexport default () => ++n;");

        var first = await runner.RunAsync(script.Call() with { ReuseKey = "tenant/step" });
        var second = await runner.RunAsync(script.Call() with { ReuseKey = "tenant/step" });
        await runner.RunAsync(script.Call() with { ReuseKey = "another" });

        Assert.Equal("1", first.Output());
        Assert.Equal("2", second.Output());
        var identifiers = pool.Requests.Select(request => Identifier().Match(request).Groups[1].Value).ToList();
        Assert.Equal(identifiers[0], identifiers[1]);
        Assert.NotEqual(identifiers[0], identifiers[2]);
        Assert.InRange(identifiers[0].Length, 4, 128);
        Assert.DoesNotContain(pool.Requests, request => request.Contains("stopSession", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_WhileTheScriptRuns_ComesAtOnce()
    {
        pool.Answer();
        await using var runner = Runner();
        using var script = Script.Bash("echo one\nsleep 60");
        using var cancelled = new CancellationTokenSource();
        var log = new FirstLine();

        var running = runner.RunAsync(script.Call() with { Log = log }, cancelled.Token);
        Assert.Equal("one", await log.Text.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(running.IsCompleted);
        await cancelled.CancelAsync();

        Assert.Equal(ScriptErrorCodes.Cancelled, (await running).Failure().Code);
        await pool.Abandoned.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Pool_WithoutAFreeSession_IsAskedAgainAfterThePauseItNames()
    {
        pool.Answer(Refuse(429, "0"), Refuse(503, null), Refuse(429, "0"));
        await using var runner = Runner();
        using var script = Script.Bash("echo 1 >\"$FLOW_OUTPUT\"");

        Assert.Equal("1", (await runner.RunAsync(script.Call())).Output().Trim());
        Assert.Equal(4, pool.Requests.Count(request => request.Contains("/scripts/run", StringComparison.Ordinal)));
        Assert.Single(pool.Requests.Where(IsRun).Distinct());
    }

    [Fact]
    public async Task Pool_ThatStaysFull_IsTold()
    {
        pool.Answer([.. Enumerable.Repeat(Refuse(429, "0"), 3)]);
        await using var runner = Runner(options => options with { MaxTries = 3 });
        using var script = Script.Bash("true");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Busy, failure.Code);
        Assert.True(failure.Retryable);
        Assert.Equal(3, pool.Requests.Count(IsRun));
    }

    [Fact]
    public async Task Session_LostAfterItAccepted_IsNotAskedAgain()
    {
        pool.Answer(async context =>
        {
            await context.Response.Body.WriteAsync(
                "\n{\"log\":{\"level\":\"Info\",\"text\":\"begun\",\"isContinued\":false}}\n"u8.ToArray()
            );
            await context.Response.Body.FlushAsync();
        });
        await using var runner = Runner();
        using var script = Script.Bash("true");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.RunnerFailed, failure.Code);
        Assert.True(failure.Retryable);
        Assert.Equal(["begun"], script.Log.Texts);
        Assert.Single(pool.Requests, IsRun);
    }

    [Fact]
    public async Task Session_SilentForTooLong_IsLost()
    {
        pool.Answer(async context =>
        {
            await context.Response.Body.WriteAsync("\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var runner = Runner(options => options with { SilenceTimeout = TimeSpan.FromMilliseconds(100) });
        using var script = Script.Bash("true");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Contains("said nothing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pool_ThatDoesNotKnowTheIdentity_IsToldWithWhatToDo()
    {
        pool.Answer();
        await using var runner = Runner(options => options with { GetToken = _ => ValueTask.FromResult("wrong") });
        using var script = Script.Bash("true");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.RunnerFailed, failure.Code);
        Assert.Contains("Session Executor", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pool_NotThere_IsTold()
    {
        await using var runner = Runner(options => options with { Endpoint = new("http://127.0.0.1:1"), MaxTries = 2 });
        using var script = Script.Bash("true");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"a\":1}")]
    [InlineData("nonsense")]
    public async Task Host_AskedSomethingElse_SaysSo(string body)
    {
        pool.Answer();
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer the-token" } } };

        using var response = await client.PostAsync(new Uri(pool.Endpoint, "/scripts/run"), new StringContent(body));

        Assert.Contains("Script.BadCall", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static bool IsRun(string request) => request.Contains("/scripts/run", StringComparison.Ordinal);

    private static Func<HttpContext, Task> Refuse(int status, string? retryAfter) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };

    private SessionPoolRunner Runner(Func<SessionPoolOptions, SessionPoolOptions>? change = null)
    {
        var options = new SessionPoolOptions
        {
            Endpoint = pool.Endpoint,
            GetToken = _ => ValueTask.FromResult("the-token"),
            FirstPause = TimeSpan.FromMilliseconds(1),
        };
        return new(change?.Invoke(options) ?? options, TimeProvider.System);
    }

    [GeneratedRegex(@"identifier=([0-9a-f]+)$")]
    private static partial Regex Identifier();

    private sealed class FirstLine : IScriptLog
    {
        private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Text => _text.Task;

        public void Write(in ScriptLine line) => _text.TrySetResult(line.Text);
    }
}
