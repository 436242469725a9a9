using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>What scripts find in their sandbox.</summary>
[Collection(RunnerGroup.Name)]
public sealed class FilesTests(RunnerFixture machine)
{
    [Fact]
    public async Task Python_ImportsOfTheFolder_AreFound()
    {
        using var script = Script
            .Python(
                "from lib.sums import total\nimport beside\ndef main(input, context): return total(input) + beside.ONE"
            )
            .With("lib/sums.py", "def total(values): return sum(values)")
            .With("beside.py", "ONE = 1");

        Assert.Equal("7", (await machine.Runner.RunAsync(script.Call("[1,2,3]"))).Output());
    }

    [Fact]
    public async Task Python_EntryInSubfolder_FindsItsOwnFolderAndTheTop()
    {
        using var script = Script
            .Python("")
            .With("a/b/entry.py", "import near, far\ndef main(input, context): return [near.N, far.F]")
            .With("a/b/near.py", "N = 1")
            .With("far.py", "F = 2");

        Assert.Equal("[1,2]", (await machine.Runner.RunAsync(script.Call() with { Entry = "a/b/entry.py" })).Output());
    }

    [Theory]
    [InlineData("main.cjs", "module.exports = async (input) => require('./lib.cjs').one + input;")]
    [InlineData("main.js", "module.exports = async (input) => require('./lib.cjs').one + input;")]
    [InlineData("main.cjs", "exports.default = (input) => require('./lib.cjs').one + input;")]
    [InlineData("main.mjs", "import lib from './lib.cjs';\nexport default (input) => lib.one + input;")]
    public async Task Node_ModulesOfAllKinds_AreRun(string name, string text)
    {
        using var script = Script.Node("").With("lib.cjs", "exports.one = 1;").With(name, text);

        Assert.Equal("3", (await machine.Runner.RunAsync(script.Call("2") with { Entry = name })).Output());
    }

    [Fact]
    public async Task Python_AsyncHandler_IsAwaited()
    {
        using var script = Script.Python(
            "import asyncio\nasync def main(input, context):\n  await asyncio.sleep(0.01)\n  return 'done'"
        );

        Assert.Equal("\"done\"", (await machine.Runner.RunAsync(script.Call())).Output());
    }

    [Theory]
    [InlineData(
        ScriptRuntime.Python,
        "import json, os, sys\ndef main(input, context): return [input, json.load(open(os.environ['FLOW_INPUT_FILE'])), json.load(sys.stdin)]"
    )]
    [InlineData(
        ScriptRuntime.Node,
        "import fs from 'node:fs';\nimport { text } from 'node:stream/consumers';\nexport default async (input) => [input, JSON.parse(fs.readFileSync(process.env.FLOW_INPUT_FILE)), JSON.parse(await text(process.stdin))];"
    )]
    [InlineData(
        ScriptRuntime.Bash,
        "a=$(cat $FLOW_INPUT_FILE); printf '[%s,%s,%s]' \"$a\" \"$a\" \"$(cat)\" > $FLOW_OUTPUT"
    )]
    public async Task Input_IsThereInAllWays(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        Assert.Equal("[\"ä\",\"ä\",\"ä\"]", (await machine.Runner.RunAsync(script.Call("\"ä\""))).Output());
    }

    [Theory]
    [InlineData(
        ScriptRuntime.Python,
        "import os\ndef main(input, context): return [os.environ['TOKEN'], open('/run/secrets/key').read(), oct(os.stat('/run/secrets/key').st_mode & 0o777)]"
    )]
    [InlineData(
        ScriptRuntime.Node,
        "import fs from 'node:fs';\nexport default () => [process.env.TOKEN, fs.readFileSync('/run/secrets/key', 'utf8'), '0o' + (fs.statSync('/run/secrets/key').mode & 0o777).toString(8)];"
    )]
    [InlineData(
        ScriptRuntime.Bash,
        "python3 -c 'import json, os; print(json.dumps([os.environ[\"TOKEN\"], open(\"/run/secrets/key\").read(), oct(os.stat(\"/run/secrets/key\").st_mode & 0o777)], ensure_ascii=False, separators=(\",\", \":\")))' > $FLOW_OUTPUT"
    )]
    public async Task Secrets_AreVariablesOrFilesOfTheOwnerOnly(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);
        var call = script.Call() with
        {
            Variables = new Dictionary<string, string> { ["TOKEN"] = "it's $HOME `x` \"é\"\nnext" },
            SecretFiles = new Dictionary<string, string> { ["key"] = "a'b\nc" },
        };

        var output = (await machine.Runner.RunAsync(call)).Output();

        Assert.Equal("""["it's $HOME `x` \"é\"\nnext","a'b\nc","0o400"]""", output);
    }

    [Fact]
    public async Task Bash_OutputThatIsNoJson_IsText()
    {
        using var script = Script.Bash("echo 'say \"hi\"' > $FLOW_OUTPUT");

        Assert.Equal("\"say \\u0022hi\\u0022\\n\"", (await machine.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task LargeInputAndOutput_Pass()
    {
        using var script = Script.Python("def main(input, context): return input");
        var text = $"\"{new string('x', 4_000_000)}\"";

        Assert.Equal(text.Length, (await machine.Runner.RunAsync(script.Call(text))).Output().Length);
    }

    [Fact]
    public async Task TemporaryFiles_AreThereForOneCallOnly()
    {
        using var script = Script.Bash("ls -A /tmp > $FLOW_OUTPUT; touch /tmp/mine /dev/shm/mine");

        await machine.Runner.RunAsync(script.Call());

        Assert.Equal("null", (await machine.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task LinksOutOfTheFolder_AreNotThere()
    {
        using var script = Script.Python("import os\ndef main(input, context): return sorted(os.listdir('/work'))");
        File.CreateSymbolicLink(Path.Combine(script.Folder, "link"), "/etc/shadow");

        Assert.Equal("[\"main.py\"]", (await machine.Runner.RunAsync(script.Call())).Output());
    }
}
