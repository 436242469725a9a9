using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>Tries a sandbox once: whether namespaces may be made is known only then.</summary>
internal static class BubblewrapProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Starts a program that does nothing.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <returns>Why it does not work; null when it does.</returns>
    public static async Task<string?> RunAsync(BubblewrapSandbox sandbox)
    {
        var spec = new SandboxSpec
        {
            Command = ["/usr/bin/env", "true"],
            Variables = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            WorkFolder = "/",
            Limits = new ScriptLimits(),
        };
        try
        {
            await using var process = sandbox.Start(spec);
            using var patience = new CancellationTokenSource(Patience);
            using var errors = new StreamReader(process.Error);
            var said = await errors.ReadToEndAsync(patience.Token);
            var exit = await process.WaitAsync(patience.Token);
            return exit.ExitCode == 0 ? null : Refused(said.Trim());
        }
        catch (SandboxException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return Refused($"no answer within {Patience.TotalSeconds} s");
        }
    }

    private static string Refused(string said) =>
        $"bubblewrap is installed, but may not make namespaces here ({said}). Allow unprivileged user namespaces on the machine "
        + "(`sysctl user.max_user_namespaces=10000`, on Ubuntu also `sysctl kernel.apparmor_restrict_unprivileged_userns=0`), "
        + "or in a container give it a seccomp profile that allows them and an unmasked /proc.";
}
