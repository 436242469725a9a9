using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Shows nothing but answers that were refused: a run that waits on without a word looks hung.</summary>
/// <param name="output">Where to.</param>
internal sealed class QuietDisplay(TextWriter output) : IRunDisplay
{
    public void Say(string text) { }

    public void Print(string place, ScriptLogLevel level, string text) { }

    public Task FollowAsync(RunProgress progress, Task end)
    {
        lock (progress.Gate)
        {
            foreach (var step in progress.Root.Reached())
            {
                Tell(step);
            }

            progress.Changed = (step, _) => Tell(step);
        }

        return end;
    }

    public void Restore() { }

    private void Tell(StepProgress step)
    {
        if (WaitText.Refused(step.Wait) is { } refused)
        {
            output.WriteLine($"{step.Path}: the answer was refused: {refused}");
        }
    }
}
