using System.Runtime.InteropServices;
using System.Text.Json;
using FlowFunctions.Runners.Sandboxes.Bubblewrap;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Sandboxes;

/// <summary>The system calls that scripts are denied, asked for real.</summary>
[Collection(RunnerGroup.Name)]
public sealed class SeccompTests(RunnerFixture machine)
{
    private const int NotPermitted = 1;
    private const int NotImplemented = 38;
    private const int NewUserNamespace = 0x10000000;

    private const string Caller = """
        import ctypes
        def main(input, context):
          libc = ctypes.CDLL(None, use_errno=True)
          answers = []
          for call in input:
            ctypes.set_errno(0)
            result = libc.syscall(*[ctypes.c_long(value) for value in call])
            answers.append(0 if result >= 0 else ctypes.get_errno())
          return answers
        """;

    private static readonly SeccompCalls Calls =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? SeccompCalls.Arm64 : SeccompCalls.X64;

    [Fact]
    public async Task DeniedCalls_AreNotPermitted()
    {
        var answers = await CallAsync([.. Calls.Denied.Select(number => new long[] { number, 0, 0, 0, 0, 0, 0 })]);

        Assert.All(answers, answer => Assert.Equal(NotPermitted, answer));
    }

    [Fact]
    public async Task MissingCalls_AreNotImplemented()
    {
        var answers = await CallAsync([.. Calls.Missing.Select(number => new long[] { number, 0, 0, 0 })]);

        Assert.All(answers, answer => Assert.Equal(NotImplemented, answer));
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 0, 0)]
    [InlineData(10, 2, 0, 0)]
    [InlineData(16, 3, 0, 0)]
    [InlineData(16, 3, 6, NotPermitted)]
    [InlineData(17, 3, 0, NotPermitted)]
    [InlineData(38, 5, 0, NotPermitted)]
    [InlineData(40, 1, 0, NotPermitted)]
    public async Task Sockets_OfUsualFamiliesOnly(int family, int type, int protocol, int expected)
    {
        Assert.Equal(
            [expected],
            await CallAsync([
                [Calls.Socket, family, type, protocol],
            ])
        );
    }

    [Fact]
    public async Task Arguments_OfAllowedCalls_AreLookedAt()
    {
        var answers = await CallAsync([
            [Calls.NewProcess, NewUserNamespace | 17, 0, 0, 0, 0],
            [Calls.Ioctl, 0, 0x5412, 0],
            [Calls.Personality, 0x0040000],
            [Calls.Personality, 0xFFFFFFFF],
        ]);

        Assert.Equal([NotPermitted, NotPermitted, NotPermitted, 0], answers);
    }

    [Fact]
    public async Task Namespaces_CannotBeMade()
    {
        using var script = Script.Bash("unshare --user true");

        await machine.Runner.RunAsync(script.Call());

        Assert.Equal(["unshare: unshare failed: Operation not permitted"], script.Log.Texts);
    }

    private async Task<int[]> CallAsync(long[][] calls)
    {
        using var script = Script.Python(Caller);
        var result = await machine.Runner.RunAsync(script.Call(JsonSerializer.Serialize(calls)));
        return JsonSerializer.Deserialize<int[]>(result.Output())!;
    }
}
