using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>A run of a server for people.</summary>
/// <param name="terminal">Where to.</param>
internal sealed class RunText(Terminal terminal)
{
    private const int LongestValue = 1_000;

    /// <summary>Prints the run, what it waits for and its steps.</summary>
    /// <param name="view">The run.</param>
    /// <param name="isComplete">Whether to print every step of every iteration.</param>
    /// <param name="now">The time that durations run to.</param>
    public void Print(RunView view, bool isComplete, DateTimeOffset now)
    {
        PrintHead(view, now);
        foreach (var wait in view.Waits)
        {
            var step = wait.Step is null ? "" : $"{wait.Step}: ";
            Field("waiting", step + wait.Message);
        }

        if (SignalHint.For(view) is { } hint)
        {
            Field("", hint);
        }

        if (view.Output.ValueKind != JsonValueKind.Undefined)
        {
            Field("output", Short(view.Output));
        }

        terminal.Output.WriteLine();
        var tree = new StepTree(view, now, frame: 0, isComplete);
        foreach (var line in tree.BuildSteps())
        {
            var hasColor = terminal.HasColor && terminal.IsOutputInteractive;
            terminal.Output.WriteLine(
                line.Text[..line.Colored].Paint(line.Color, hasColor) + line.Text[line.Colored..]
            );
        }
    }

    private void PrintHead(RunView view, DateTimeOffset now)
    {
        var run = view.Run;
        Field("run", run.Id);
        Field("flow", run.FlowName);
        Field("status", $"{run.Status}  {run.Duration(now)}".TrimEnd());
        Field("queued", run.QueuedAt);
        Field("started", run.StartedAt);
        Field("ended", run.EndedAt);
        Field("trigger", run.Trigger);
        Field("rerun of", run.RerunOf);
        Field("called by", run.ParentRunId);
        Field("error", run.Error?.ToString());
    }

    private void Field(string name, DateTimeOffset? time) => Field(name, time is { } at ? TimeText.Iso(at) : null);

    private void Field(string name, string? value)
    {
        if (value is not null)
        {
            terminal.Output.WriteLine($"{name, -9}  {PlainText.Line(value)}");
        }
    }

    private static string Short(JsonElement value) => PlainText.Fit(PlainText.Line(value.GetRawText()), LongestValue);
}
