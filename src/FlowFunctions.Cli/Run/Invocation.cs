using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Run.Progress;

namespace FlowFunctions.Cli.Run;

/// <summary>Command lines that go on with a run, to be copied from the screen.</summary>
/// <param name="Options">How the run was started.</param>
/// <param name="RunId">The run.</param>
internal sealed record Invocation(RunOptions Options, string RunId)
{
    /// <summary>The command that continues the run.</summary>
    public string Resume
    {
        get
        {
            var journal = Options.Journal is { } folder ? $" --journal {Quote(folder)}" : "";
            var network = Options.DenyPrivateNetwork ? " --deny-private-network" : "";
            return $"flow run {Quote(Options.File)} --resume {RunId}{journal}{network}";
        }
    }

    /// <summary>How to send the signal that a step waits for.</summary>
    public string SignalHint(StepProgress step)
    {
        var payload = WaitText.Title(step.Wait) is null ? "null" : "{\"approved\": true}";
        var signal = Quote($"{step.AwaitedSignal}={payload}");
        return $"to send it, end this process (Ctrl+\\) and go on with  {Resume} --signal {signal}";
    }

    /// <summary>A word as a POSIX shell reads it back.</summary>
    internal static string Quote(string word) =>
        word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./=:,@+".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
