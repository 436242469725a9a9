using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>What scripts print.</summary>
[Collection(RunnerGroup.Name)]
public sealed class LogTests(RunnerFixture machine)
{
    [Fact]
    public async Task Python_Prints_HaveLevelsAndOrder()
    {
        var lines = await LinesAsync(
            Script.Python(
                """
                import logging, sys
                def main(input, context):
                    print('one')
                    print('two', file=sys.stderr)
                    logging.debug('three')
                    logging.getLogger('x').info('four')
                    logging.warning('five\nsix')
                    logging.error('seven')
                    print('last', end='')
                """
            )
        );

        Assert.Equal(
            [
                (ScriptLogLevel.Info, "one"),
                (ScriptLogLevel.Warning, "two"),
                (ScriptLogLevel.Debug, "three"),
                (ScriptLogLevel.Info, "four"),
                (ScriptLogLevel.Warning, "five"),
                (ScriptLogLevel.Warning, "six"),
                (ScriptLogLevel.Error, "seven"),
                (ScriptLogLevel.Info, "last"),
            ],
            lines
        );
    }

    [Fact]
    public async Task Node_Prints_HaveLevelsAndOrder()
    {
        var lines = await LinesAsync(
            Script.Node(
                """
                export default () => {
                  console.debug('one');
                  console.log('two %d', 2);
                  console.info({ three: 3 });
                  console.warn('four\nfive');
                  console.error(new Error('six').message);
                  process.stderr.write('seven\n');
                  process.stdout.write('last');
                };
                """
            )
        );

        Assert.Equal(
            [
                (ScriptLogLevel.Debug, "one"),
                (ScriptLogLevel.Info, "two 2"),
                (ScriptLogLevel.Info, "{ three: 3 }"),
                (ScriptLogLevel.Warning, "four"),
                (ScriptLogLevel.Warning, "five"),
                (ScriptLogLevel.Error, "six"),
                (ScriptLogLevel.Warning, "seven"),
                (ScriptLogLevel.Info, "last"),
            ],
            lines
        );
    }

    [Fact]
    public async Task Bash_Prints_HaveLevels()
    {
        var lines = await LinesAsync(Script.Bash("echo out; echo error >&2; printf last > /dev/stdout"));

        Assert.Equal(
            [(ScriptLogLevel.Info, "last"), (ScriptLogLevel.Info, "out"), (ScriptLogLevel.Warning, "error")],
            lines.OrderBy(line => line.Level).ThenBy(line => line.Text, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "import os\ndef main(input, context):\n  print('last words')\n  os.abort()")]
    [InlineData(ScriptRuntime.Node, "export default () => { console.log('last words'); process.abort(); };")]
    [InlineData(ScriptRuntime.Bash, "echo last words; kill -9 $$")]
    public async Task Crash_LastLines_Arrive(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        Assert.IsType<ScriptResult.Failed>(await machine.Runner.RunAsync(script.Call()));

        Assert.Contains("last words", script.Log.Texts);
    }

    [Fact]
    public async Task Lines_ArriveWhileTheScriptRuns()
    {
        using var script = Script.Python("import time\ndef main(input, context):\n  print('now')\n  time.sleep(1000)");
        using var cancel = new CancellationTokenSource();
        var running = machine.Runner.RunAsync(script.Call(), cancel.Token);
        while (script.Log.Lines.Count == 0)
        {
            await Task.WhenAny(running, Task.Delay(5));
            Assert.False(running.IsCompleted);
        }

        Assert.Equal(["now"], script.Log.Texts);
        await cancel.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Binary_Output_IsReplaced()
    {
        var lines = await LinesAsync(Script.Bash(@"printf 'a\xff\xfeb\x00\n\xc3'"));

        Assert.Equal(["a\uFFFD\uFFFDb\0", "\uFFFD"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Gigabyte_OfOutput_IsReadWithBoundedMemory()
    {
        var log = new CountingLog();
        using var script = Script.Bash("yes 0123456789012345678901234567890123456789 | head -c 1000000000");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var result = await machine.Runner.RunAsync(script.Call() with { Log = log });

        Assert.Equal("null", result.Output());
        Assert.Equal(1_000_000_000, log.Characters + log.Lines, 50.0);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
    }

    [Fact]
    public async Task LongLine_IsCut()
    {
        using var script = Script.Python("def main(input, context): print('x' * 40_000)");

        await machine.Runner.RunAsync(script.Call());

        Assert.Equal(
            [(16_000, true), (16_000, true), (8_000, false)],
            script.Log.Lines.Select(line => (line.Text.Length, line.IsContinued))
        );
    }

    private async Task<IReadOnlyList<(ScriptLogLevel Level, string Text)>> LinesAsync(Script script)
    {
        using (script)
        {
            var result = await machine.Runner.RunAsync(script.Call());
            Assert.Equal("null", result.Output());
            return [.. script.Log.Lines.Select(line => (line.Level, line.Text))];
        }
    }

    private sealed class CountingLog : IScriptLog
    {
        public long Characters { get; private set; }

        public long Lines { get; private set; }

        public void Write(in ScriptLine line)
        {
            Characters += line.Text.Length;
            Lines++;
        }
    }
}
