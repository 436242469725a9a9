using System.Diagnostics;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Places;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Sandboxes;

/// <summary>Apps that are killed, and apps that are not root.</summary>
[Collection(RunnerGroup.Name)]
public sealed class OtherAppTests : IDisposable
{
    private const string User = "12345";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"flow-other-app-{Guid.NewGuid():N}");

    public void Dispose()
    {
        Assert.Empty(Leftovers.Processes(_folder));
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(
        ScriptRuntime.Python,
        "import subprocess, time\ndef main(input, context):\n  subprocess.Popen(['sleep', '1000'])\n  print('started')\n  time.sleep(1000)"
    )]
    [InlineData(ScriptRuntime.Node, "export default () => { console.log('started'); for (;;); };")]
    [InlineData(ScriptRuntime.Bash, "trap '' TERM; sleep 1000 & echo started; sleep 1000")]
    public async Task AppIsKilled_ItsScriptsEnd_AndItsFilesAreRemovedLater(ScriptRuntime runtime, string text)
    {
        using var app = OtherApp.Start(null, _folder, runtime, text, 512);
        Assert.Equal("Info started", await app.StandardOutput.ReadLineAsync());
        Assert.NotEmpty(Leftovers.Processes(_folder));

        app.Kill();
        await app.WaitForExitAsync();

        await UntilNoneAsync(folder => Leftovers.Processes(folder).Except(Leftovers.Unborn(folder)));
        Assert.NotEmpty(Leftovers.Folders(_folder, "process-*"));
        await using (
            await ScriptRunner.StartAsync(
                new RunnerOptions { Folder = _folder, WaitingProcesses = 0 },
                TimeProvider.System
            )
        )
        {
            Assert.Empty(Leftovers.Folders(_folder, "process-*"));
        }

        await UntilNoneAsync(Leftovers.Processes);
    }

    [Fact]
    public async Task SandboxThatAKilledAppLeft_IsEndedByTheNextOne_AndNoneOfALiveApp()
    {
        using var live = new RunnerFolder(_folder);
        var left = new RunnerFolder(_folder);
        var place = left.Add("process");
        using var ofLive = Wait(live.Add("process"));
        using var ofLeft = Wait(place);
        left.Dispose();

        using var next = new RunnerFolder(_folder);
        await ofLeft.WaitForExitAsync();

        Assert.Equal(next.Path, Path.GetDirectoryName(place));
        Assert.False(ofLive.HasExited);
        ofLive.Kill(entireProcessTree: true);
        await ofLive.WaitForExitAsync();
        await UntilNoneAsync(Leftovers.Processes);
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "def main(input, context):\n  return 'well'", "output \"well\"")]
    [InlineData(ScriptRuntime.Node, "export default () => 'well';", "output \"well\"")]
    [InlineData(ScriptRuntime.Bash, "echo '\"well\"' > /dev/stdout; echo '\"well\"' > $FLOW_OUTPUT", "output \"well\"")]
    [InlineData(ScriptRuntime.Bash, "cat /etc/shadow || exit 5", "Script.ExitCode")]
    [InlineData(ScriptRuntime.Bash, "bomb() { bomb | bomb & }; bomb; while :; do :; done", "Script.Timeout")]
    [InlineData(
        ScriptRuntime.Python,
        "def main(input, context):\n  a = []\n  while True: a.append(bytearray(10_000_000))",
        "Script.Memory"
    )]
    [InlineData(
        ScriptRuntime.Bash,
        "for i in 1 2 3 4; do head -c 99M /dev/zero > /tmp/$i; done; sleep 1000",
        "Script.Memory"
    )]
    [InlineData(
        ScriptRuntime.Bash,
        "for i in 1 2 3 4; do python3 -c 'import time; a = b\"x\" * 60_000_000; time.sleep(60)' & done; wait",
        "Script.Memory"
    )]
    public async Task AppIsNotRoot_ScriptsRunTheSame(ScriptRuntime runtime, string text, string expected)
    {
        Directory.CreateDirectory(_folder);
        FileTree.SetMode(_folder, (UnixFileMode)511);
        var user = Environment.UserName == "root" ? User : null;
        using var app = OtherApp.Start(user, Path.Combine(_folder, "own"), runtime, text, 160);

        var said = await app.StandardOutput.ReadToEndAsync();
        await app.WaitForExitAsync();

        Assert.StartsWith(expected, said.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Empty(Leftovers.Folders(Path.Combine(_folder, "own")));
    }

    // What is in it ends with its input, when the test does.
    private static Process Wait(string folder) =>
        Process.Start(
            new ProcessStartInfo("bwrap", ["--dev-bind", "/", "/", "--ro-bind", folder, folder, "cat"])
            {
                RedirectStandardInput = true,
            }
        )!;

    // The kernel kills them in the moment after their app's end.
    private async Task UntilNoneAsync(Func<string, IEnumerable<int>> find)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (find(_folder).Any())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
