using System.Diagnostics;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Tests.Machine;

/// <summary>An app of its own that runs one script. Its arguments: the runner's folder, the runtime, the script, its memory in MB.</summary>
internal static class OtherApp
{
    public static async Task Main(string[] arguments)
    {
        var options = new RunnerOptions { Sandbox = SandboxKind.Bubblewrap, Folder = arguments[0] };
        await using var runner = await ScriptRunner.StartAsync(options, TimeProvider.System);
        using var script = Script.Of(Enum.Parse<ScriptRuntime>(arguments[1]), arguments[2]);
        var call = script.Call() with
        {
            Log = new ConsoleLog(),
            Variables = new Dictionary<string, string> { ["MARK"] = arguments[0] },
            Limits = new ScriptLimits
            {
                Timeout = TimeSpan.FromSeconds(8),
                MemoryBytes = int.Parse(arguments[3], System.Globalization.CultureInfo.InvariantCulture) * 1024L * 1024,
                Processes = 30,
            },
        };
        var result = await runner.RunAsync(call);
        await Console.Out.WriteLineAsync(
            result is ScriptResult.Succeeded
                ? $"output {result.Output()}"
                : $"{result.Failure().Code} {result.Failure().Message}"
        );
    }

    // Without a user it has that of the tests.
    public static Process Start(string? user, string folder, ScriptRuntime runtime, string text, int megabytes)
    {
        var start = new ProcessStartInfo(user is null ? Environment.ProcessPath! : "setpriv")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        string[] asUser = user is null
            ? []
            : ["--reuid", user, "--regid", user, "--clear-groups", "--", Environment.ProcessPath!];
        string[] app = ["exec", typeof(OtherApp).Assembly.Location, folder, $"{runtime}", text, $"{megabytes}"];
        foreach (var argument in asUser.Concat(app))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TMPDIR"] = "/tmp";
        start.Environment["HOME"] = "/tmp";
        return Process.Start(start)!;
    }

    private sealed class ConsoleLog : IScriptLog
    {
        public void Write(in ScriptLine line) => Console.WriteLine($"{line.Level} {line.Text}");
    }
}
