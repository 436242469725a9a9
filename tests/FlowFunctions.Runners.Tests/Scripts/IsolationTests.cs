using System.Net;
using System.Net.Sockets;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Scripts that look around: what is not theirs is not there.</summary>
public sealed class IsolationTests(RunnerFixture machine) : HostileScripts(machine)
{
    [Fact]
    public async Task EtcShadow_CannotBeRead()
    {
        var failure = await FailAsync(
            ScriptRuntime.Python,
            "def main(input, context): return open('/etc/shadow').read()"
        );

        Assert.Equal("FileNotFoundError", failure.Type);
    }

    [Fact]
    public async Task FilesOfTheMachine_AreNotThere()
    {
        var seen = await SucceedAsync(
            ScriptRuntime.Bash,
            """ls -A / /etc /home /root /var /proc/1/root/ 2>/dev/null | tr '\n' ' ' > $FLOW_OUTPUT"""
        );

        Assert.DoesNotContain("root:", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("home", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("shadow", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesOfAnotherRun_CannotBeRead()
    {
        using var other = Script.Bash("sleep 2").With("other.txt", "of another run");
        var running = Machine.Runner.RunAsync(other.Call());

        var found = await SucceedAsync(
            ScriptRuntime.Bash,
            """find / -name other.txt 2>/dev/null > $FLOW_OUTPUT; ls /proc | grep -c '^[0-9]' >> $FLOW_OUTPUT"""
        );

        Assert.DoesNotContain("other.txt", found, StringComparison.Ordinal);
        await running;
    }

    [Theory]
    [InlineData("169.254.169.254", 80)]
    [InlineData("1.1.1.1", 53)]
    public async Task Network_CannotBeReached(string address, int port)
    {
        var failure = await FailAsync(
            ScriptRuntime.Python,
            $"import socket\ndef main(input, context): socket.create_connection(('{address}', {port}), 5)"
        );

        Assert.Equal("OSError", failure.Type);
        Assert.Contains("unreachable", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_OfTheMachine_CannotBeReached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var failure = await FailAsync(
            ScriptRuntime.Python,
            $"import socket\ndef main(input, context): socket.create_connection(('127.0.0.1', {((IPEndPoint)listener.LocalEndpoint).Port}), 5)"
        );

        Assert.Equal("ConnectionRefusedError", failure.Type);
    }

    [Fact]
    public async Task WorkFolder_CannotBeChanged()
    {
        var failure = await FailAsync(ScriptRuntime.Python, "def main(input, context): open('/work/main.py', 'w')");

        Assert.Contains("Read-only", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/dev/x")]
    [InlineData("/usr/x")]
    [InlineData("/etc/x")]
    [InlineData("/flow/x")]
    public async Task Root_CannotBeWritten(string path)
    {
        var failure = await FailAsync(ScriptRuntime.Python, $"def main(input, context): open('{path}', 'w')");

        Assert.Equal("OSError", failure.Type);
    }

    [Fact]
    public async Task Environment_HasNothingOfTheApp()
    {
        Environment.SetEnvironmentVariable("FLOW_TEST_OF_THE_APP", "secret of the app");

        var seen = await SucceedAsync(
            ScriptRuntime.Bash,
            "cat /proc/*/environ | tr '\\0\\n' '  ' > $FLOW_OUTPUT; id >> $FLOW_OUTPUT"
        );

        Assert.DoesNotContain("secret of the app", seen, StringComparison.Ordinal);
        Assert.Contains("uid=1000(script)", seen, StringComparison.Ordinal);
    }
}
