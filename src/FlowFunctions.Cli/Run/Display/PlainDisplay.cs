using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>A line for each thing worth telling, for logs and pipes.</summary>
/// <param name="output">Where to.</param>
/// <param name="invocation">The run's command line, for hints.</param>
internal sealed class PlainDisplay(TextWriter output, Invocation invocation) : IRunDisplay
{
    private readonly Lock _gate = new();

    public void Say(string text)
    {
        lock (_gate)
        {
            output.WriteLine(text);
        }
    }

    public void Print(string place, ScriptLogLevel level, string text) =>
        Say($"              {PrintedLine.Of(place, text)}");

    public async Task FollowAsync(RunProgress progress, Task end)
    {
        lock (progress.Gate)
        {
            foreach (var step in progress.Root.Reached())
            {
                Tell(step, step.EndedAt ?? step.StartedAt ?? progress.StartedAt ?? default);
            }

            progress.Changed = Tell;
        }

        await end;
    }

    public void Restore() { }

    private void Tell(StepProgress step, DateTimeOffset at)
    {
        if (!IsWorthTelling(step))
        {
            return;
        }

        Say($"{at:HH:mm:ss.fff}  {step.Path}  {StepText.Describe(step, at)}");
        if (step.AwaitedSignal is not null)
        {
            Say($"              {invocation.SignalHint(step)}");
        }
    }

    // A loop over thousands of items tells of its trouble, not of every step of every item.
    private static bool IsWorthTelling(StepProgress step) =>
        step.Status switch
        {
            StepStatus.Pending or StepStatus.Ready => false,
            StepStatus.Running => !step.Plan.IsPure && !step.IsInLoop,
            StepStatus.Waiting => !step.IsInLoop || step.Wait?.Signal is not null,
            StepStatus.Failed or StepStatus.TimedOut or StepStatus.Retrying => true,
            _ => !step.IsInLoop,
        };
}
