using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Tests.Script;

public sealed class ScriptStepTests(ScriptInstallation scripts) : IClassFixture<ScriptInstallation>
{
    private const string Secret = "pa\"ss/w+ö rd\\9";

    [Fact]
    public async Task File_ThatImportsAnother_GivesItsOutput()
    {
        var files = new Dictionary<string, string>
        {
            ["score.py"] = "from rules import weight\n\ndef main(input, context):\n    return input['n'] * weight\n",
            ["rules.py"] = "weight = 7\n",
        };

        var run = await scripts.RunAsync(
            """{"runtime":"python","file":"score.py","input":{"n":"{{ input.n }}"}}""",
            files
        );

        Assert.Equal("21", run.Output);
    }

    [Fact]
    public async Task Code_WithBraces_IsTakenAsItStands()
    {
        // As the compiler writes it into the plan.
        var code = "def main(input, context):\n    return f\"{{{input}}}\"\n".Replace(
            "{{",
            """{{ "{{" }}""",
            StringComparison.Ordinal
        );

        var run = await scripts.RunAsync(With("python", code, ("input", "x")));

        Assert.Equal("\"{x}\"", run.Output);
    }

    [Theory]
    [InlineData(
        "python",
        "def main(input, context):\n    return [context['idempotencyKey'], context['attempt'], context['flow']]"
    )]
    [InlineData("node", "export default (input, context) => [context.idempotencyKey, context.attempt, context.flow]")]
    [InlineData(
        "bash",
        "printf %s \"[\\\"$FLOW_IDEMPOTENCY_KEY\\\",$FLOW_ATTEMPT,\\\"$FLOW_FLOW\\\"]\" > \"$FLOW_OUTPUT\""
    )]
    public async Task Context_OfAnyRuntime_TellsTheAttempt(string runtime, string code)
    {
        var run = await scripts.RunAsync(With(runtime, code));

        Assert.Equal("""["r1/step/2",2,"orders"]""", run.Output);
    }

    [Fact]
    public async Task Context_InNode_HasTheDocumentedMembers()
    {
        var run = await scripts.RunAsync(With("node", "export default (input, context) => Object.keys(context)"));

        Assert.Equal("""["runId","flow","step","attempt","idempotencyKey","runStartedAt"]""", run.Output);
    }

    [Fact]
    public async Task Secrets_PrintedInAnyForm_AreMaskedInLogAndOutput()
    {
        scripts.Secrets["KEY"] = Secret;
        var run = await scripts.RunAsync(
            With(
                "python",
                """
                import base64, json, os, sys, urllib.parse
                def main(input, context):
                    key = os.environ["KEY"]
                    forms = [key, json.dumps(key), urllib.parse.quote(key), urllib.parse.quote_plus(key), key.encode().hex()]
                    forms += [base64.b64encode(b"x" * n + key.encode() + b"yz").decode() for n in range(3)]
                    for form in forms:
                        print("before " + form + " after")
                    sys.stdout.write(key[:5]); sys.stdout.flush(); sys.stdout.write(key[5:] + "\n")
                    return {"forms": forms, key: 1, "file": open("/run/secrets/KEY").read()}
                """,
                ("secrets", new JsonArray("KEY")),
                ("secretFiles", new JsonArray("KEY"))
            )
        );

        var output = JsonNode.Parse(run.Output)!;
        Assert.Equal("***", (string?)output["file"]);
        Assert.Equal(1, (int?)output["***"]);
        Assert.Equal(9, run.Log.Count);
        Assert.Equal("Info ***", run.Log[^1]);
        Assert.All(run.Log, static line => Assert.Contains("***", line, StringComparison.Ordinal));
        foreach (
            var form in (string[])
                [Secret, JsonEncodedText.Encode(Secret).ToString(), Uri.EscapeDataString(Secret), Hex(Secret)]
        )
        {
            Assert.DoesNotContain(form, run.Output, StringComparison.OrdinalIgnoreCase);
            Assert.All(run.Log, line => Assert.DoesNotContain(form, line, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Secret_InAnException_IsMasked()
    {
        scripts.Secrets["KEY"] = Secret;

        var error = (
            await scripts.RunAsync(
                With(
                    "python",
                    "import os\ndef main(input, context):\n    raise ValueError('bad ' + os.environ['KEY'])",
                    ("secrets", new JsonArray("KEY"))
                )
            )
        ).Error;

        Assert.Equal((ScriptErrorCodes.Exception, true), (error.Code, error.Retryable));
        Assert.Contains("bad ***", error.Message, StringComparison.Ordinal);
        var details = error.Details!.Element;
        Assert.Equal("ValueError", details.GetProperty("type").GetString());
        Assert.Equal(3, details.GetProperty("stack")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Secret_Missing_FailsBeforeTheScriptRuns()
    {
        var run = await scripts.RunAsync(With("bash", "echo ran", ("secrets", new JsonArray("NOBODY"))));

        Assert.Equal(StepErrorCodes.SecretMissing, run.Error.Code);
        Assert.Empty(run.Log);
    }

    [Fact]
    public async Task File_NotPinned_SaysWhatToDo()
    {
        var run = await scripts.RunAsync("""{"runtime":"bash","file":"gone.sh"}""");

        Assert.Equal(ScriptErrorCodes.FileMissing, run.Error.Code);
        Assert.Contains("gone.sh", run.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExitCode_NotZero_IsInTheDetails()
    {
        var run = await scripts.RunAsync(With("bash", "echo no >&2; exit 7"));

        Assert.Equal(ScriptErrorCodes.ExitCode, run.Error.Code);
        Assert.Equal(7, run.Error.Details!.Element.GetProperty("exitCode").GetInt32());
        Assert.Contains("Warning no", run.Log);
    }

    [Theory]
    [InlineData("""{"runtime":"bash","code":"true","env":{"PATH":"/bin"}}""", "must not be a name of the runner's own")]
    [InlineData("""{"runtime":"bash","code":"true","env":{"FLOW_X":"x"}}""", "must not be a name of the runner's own")]
    [InlineData("""{"runtime":"bash","code":"true","secrets":["LD_X"]}""", "must not be a name of the runner's own")]
    [InlineData("""{"runtime":"bash","code":"true","timeout":"2d"}""", "must match the pattern")]
    [InlineData("""{"runtime":"bash","code":"true","timeout":"P2D"}""", "must match the pattern")]
    public void With_ThatNoRunnerTakes_DoesNotFitTheSchema(string with, string message)
    {
        using var types = StepTypes.BuiltIn();
        Assert.True(types.TryFind("script", out var type));

        var problem = Assert.Single(type.With.Validate(JsonElement.Parse(with)));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"runtime":"bash","code":"true","env":{"PATHS":"/bin","flow":"x"},"secrets":["HOMES"]}""")]
    [InlineData("""{"runtime":"bash","code":"true","timeout":"1d"}""")]
    [InlineData("""{"runtime":"bash","code":"true","timeout":"1h30m","limits":{"cpuTime":"PT0.5S"}}""")]
    public void With_ThatARunnerTakes_FitsTheSchema(string with)
    {
        using var types = StepTypes.BuiltIn();
        Assert.True(types.TryFind("script", out var type));

        Assert.Empty(type.With.Validate(JsonElement.Parse(with)));
    }

    [Fact]
    public void Secret_InAVariable_IsToldWhereItBelongs()
    {
        using var types = StepTypes.BuiltIn();

        var problems = new FlowCompiler(types)
            .Compile(
                """
                {"id":"f","steps":{"a":{"type":"script","with":{"runtime":"bash","code":"true","env":{"KEY":"{{ secrets.KEY }}"}}}}}
                """
            )
            .Problems;

        Assert.Contains("Name it in 'secrets'", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"runtime":"bash","code":"true","timeout":"25h"}""")]
    [InlineData("""{"runtime":"bash","code":"true","limits":{"cpuTime":"0s"}}""")]
    public async Task Times_OutOfRange_AreRefused(string with)
    {
        var run = await scripts.RunAsync(with);

        Assert.Equal(ErrorCodes.InputInvalid, run.Error.Code);
    }

    [Fact]
    public async Task Timeout_LoopForEver_EndsIt()
    {
        var run = await scripts.RunAsync(With("node", "export default () => { for (;;); }", ("timeout", "700ms")));

        Assert.Equal(ScriptErrorCodes.Timeout, run.Error.Code);
        Assert.Contains("its 0.7 s", run.Error.Message, StringComparison.Ordinal);
        Assert.Contains("`timeout`", run.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python", "def main(input, context):\n    return len(bytearray(10 ** 10))")]
    [InlineData(
        "node",
        "export default () => { const all = []; for (;;) all.push(new Array(10000).fill(all.length)); }"
    )]
    public async Task Memory_TooMuch_NamesTheLimitAndItsMember(string runtime, string code)
    {
        var limits = new JsonObject { ["memoryMb"] = 96 };

        var run = await scripts.RunAsync(With(runtime, code, ("limits", limits)));

        Assert.Equal(ScriptErrorCodes.Memory, run.Error.Code);
        Assert.Contains("its 96 MB", run.Error.Message, StringComparison.Ordinal);
        Assert.Contains("`limits.memoryMb`", run.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "python",
        "import urllib.request\ndef main(input, context):\n    urllib.request.urlopen('http://nowhere.example/')"
    )]
    [InlineData("python", "import socket\ndef main(i, c):\n    socket.create_connection(('192.0.2.1', 80), 5)")]
    [InlineData("node", "export default () => fetch('http://nowhere.example/')")]
    [InlineData("bash", "echo 'curl: (6) Could not resolve host: nowhere.example' >&2; exit 6")]
    public async Task Connection_WithoutNetwork_SaysThatThereIsNone(string runtime, string code)
    {
        var run = await scripts.RunAsync(With(runtime, code));

        Assert.EndsWith(
            "This step has no network; \"network\": \"outbound\" allows it.",
            run.Error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("bash", "echo 'Could not resolve host' >&2; exit 6", "outbound")]
    [InlineData("bash", "echo 'no such file' >&2; exit 6", "none")]
    public async Task Failure_OfAnotherKind_SaysNothingOfTheNetwork(string runtime, string code, string network)
    {
        var run = await scripts.RunAsync(With(runtime, code, ("network", network)));

        Assert.Equal("The script ended with exit code 6.", run.Error.Message);
    }

    [Fact]
    public async Task Folder_TooLarge_IsNoMissingFile()
    {
        var files = Enumerable.Range(0, 2001).ToDictionary(static number => $"{number}.txt", static _ => "");

        var run = await scripts.RunAsync(With("bash", "true"), files);

        Assert.Equal(ScriptErrorCodes.BadCall, run.Error.Code);
    }

    [Fact]
    public async Task Cancelled_WhileItRuns_IsCancelled()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        var run = await scripts.RunAsync(With("bash", "sleep 60"), cancellationToken: stop.Token);

        Assert.Equal(ErrorCodes.Cancelled, run.Error.Code);
    }

    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));

    private static string With(string runtime, string code, params (string Name, JsonNode Value)[] others)
    {
        var with = new JsonObject { ["runtime"] = runtime, ["code"] = code };
        foreach (var (name, value) in others)
        {
            with[name] = value;
        }

        return with.ToJsonString();
    }
}
