using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>Says how a run ended: its output to programs, the rest to people.</summary>
/// <param name="runs">The server's runs.</param>
/// <param name="terminal">Where to.</param>
internal sealed class RunEnd(RemoteRuns runs, Terminal terminal)
{
    /// <param name="answer">The run, ended.</param>
    /// <param name="asJson">Whether to print the answer instead of the output.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> PrintAsync(JsonElement answer, bool asJson, CancellationToken cancellationToken)
    {
        var run = RemoteRun.Read(answer);
        if (asJson)
        {
            terminal.Output.WriteJson(answer.WriteTo);
        }
        else if (answer.Member("output") is { ValueKind: not JsonValueKind.Undefined } output)
        {
            var value = await runs.ResolveAsync(run.Id, output, cancellationToken);
            terminal.Output.WriteJson(value.WriteTo);
        }
        else if (run.Status == RunStatus.Succeeded)
        {
            terminal.Output.WriteJson(static json => json.WriteNullValue());
        }

        await terminal.Error.WriteLineAsync(Line(run));
        return StatusText.ExitCode(run.Status);
    }

    private static string Line(RemoteRun run)
    {
        var duration = run is { StartedAt: { } start, EndedAt: { } end } ? $" in {DurationText.Of(end - start)}" : "";
        var error = run.Error is { } reason ? $": {reason.Describe(run.Status.ToString())}" : ".";
        return $"Run {PlainText.Line(run.Id)}: {run.Status}{duration}{error}";
    }
}
