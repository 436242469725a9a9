using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Run;

/// <summary>Says how a run ended.</summary>
internal static class RunReport
{
    /// <summary>Prints the result.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(RunOptions options, FinishedRun run, Terminal terminal)
    {
        var result = run.Result;
        if (options.Json)
        {
            terminal.Output.WriteJson(json => RunJson.Write(json, run));
        }
        else if (result.Status == RunStatus.Succeeded || result.Output is not null)
        {
            terminal.Output.WriteJson(json => RunJson.WritePayload(json, result.Output));
        }

        if (result.Status != RunStatus.Succeeded || !options.Quiet)
        {
            terminal.Error.WriteLine(Line(run));
        }

        return StatusText.ExitCode(result.Status);
    }

    private static string Line(FinishedRun run)
    {
        var end = run.Duration is { } duration
            ? $"{run.Result.Status} in {DurationText.Of(duration)}"
            : $"{run.Result.Status}";
        if (run.Result.Error is not { } error)
        {
            return $"{end}.";
        }

        var step = error.Step is { } path ? $"step {path}{Attempt(error.Attempt)}: " : "";
        var isSaid = error.Code == run.Result.Status.ToString();
        return $"{end}: {step}{(isSaid ? PlainText.Line(error.Message) : StepText.Error(error))}";
    }

    private static string Attempt(int? attempt) => attempt > 1 ? $" (attempt {attempt})" : "";
}
