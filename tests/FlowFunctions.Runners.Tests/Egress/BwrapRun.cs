using System.Diagnostics;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Tests.Folders;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>Runs a program in a real sandbox that has a network of its own, with nothing in it but the gateway's socket.</summary>
internal static class BwrapRun
{
    private static readonly string[] Sandbox =
    [
        .. (string[])["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--ro-bind", "/", "/"],
        .. (string[])["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/run", "--chdir", "/tmp"],
    ];

    /// <returns>What it printed, and its exit code.</returns>
    public static async Task<(string Output, int ExitCode)> RunAsync(TestGateway gateway, params string[] command)
    {
        using var disk = new TestFolder();
        EgressInside.WriteTo(disk["egress"]);
        string[] mounts =
        [
            .. (string[])["--ro-bind", disk["egress"], "/run/egress"],
            .. (string[])["--bind", gateway.Socket.Path, "/run/egress.sock"],
        ];
        var variables = EgressInside
            .Variables.Append(new("PATH", "/usr/local/bin:/usr/bin:/bin"))
            .SelectMany(one => new[] { "--setenv", one.Key, one.Value });
        using var process = Process.Start(
            new ProcessStartInfo("bwrap", [.. Sandbox, .. mounts, .. variables, "--", .. command])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(patience.Token);
            return (await output + await error, process.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
