using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Runtimes;

/// <summary>Tries an interpreter: whether it starts inside, and is new enough.</summary>
internal static class InterpreterCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Tries it.</summary>
    /// <param name="sandbox">Where it must work.</param>
    /// <param name="candidate">The interpreter.</param>
    public static async Task<bool> WorksAsync(ISandbox sandbox, Interpreter candidate)
    {
        var spec = new SandboxSpec
        {
            Command = [candidate.Path, .. Question(candidate.Runtime)],
            Variables = RuntimeVariables.Start(RuntimePlaces.Sandboxed),
            WorkFolder = "/",
            Mounts = candidate.Mounts,
            ReservedBytes = candidate.ReservedBytes,
            Limits = new ScriptLimits(),
        };
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using var process = sandbox.Start(spec);
            using var said = new StreamReader(process.Output);
            var version = await said.ReadToEndAsync(patience.Token);
            var exit = await process.WaitAsync(patience.Token);
            return exit.ExitCode == 0 && IsEnough(candidate.Runtime, version.Trim());
        }
        catch (Exception exception) when (exception is SandboxException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string[] Question(ScriptRuntime runtime) =>
        runtime switch
        {
            ScriptRuntime.Python => ["-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            ScriptRuntime.Node => ["-p", "process.versions.node"],
            _ => ["-c", "echo ${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}"],
        };

    private static bool IsEnough(ScriptRuntime runtime, string version) =>
        Version.TryParse(version, out var found) && found >= Oldest(runtime);

    private static Version Oldest(ScriptRuntime runtime) =>
        runtime switch
        {
            ScriptRuntime.Python => new Version(3, 9),
            ScriptRuntime.Node => new Version(18, 0),
            _ => new Version(4, 0),
        };
}
