using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>A line for each thing worth telling, for logs and pipes.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class PlainFollow(TextWriter output, TimeProvider time) : IFollowDisplay
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string Path, int Attempt)> _begun = [];

    public void Say(string text)
    {
        lock (_gate)
        {
            output.WriteLine(text);
        }
    }

    public async Task ShowAsync(FollowedView run, Task end)
    {
        lock (run.Gate)
        {
            foreach (var step in run.View.Steps.OrderBy(static step => step.ChangedAt))
            {
                Tell(run.View.Run.Id, step);
            }

            run.Changed = step => Tell(run.View.Run.Id, step);
        }

        await end;
    }

    public void Restore() { }

    /// <summary>Called under the gate of the run.</summary>
    private void Tell(string runId, RemoteStep step)
    {
        if (!IsWorthTelling(step) || (!_begun.Add((step.Path, step.Attempt)) && step.Status == StepStatus.Running))
        {
            // That a step goes on after a wait is no news.
            return;
        }

        var now = time.GetUtcNow();
        var at = step.EndedAt ?? (step.Status == StepStatus.Running ? step.StartedAt : null) ?? now;
        Say($"{at:HH:mm:ss.fff}  {PlainText.Line(step.Path)}  {step.Describe(at)}");
        if (step is { Status: StepStatus.Waiting, Wait.Signal: not null })
        {
            Say($"              {SignalHint.For(runId, step)}");
        }
    }

    // A loop over thousands of items tells of its trouble, not of every step of every item.
    private static bool IsWorthTelling(RemoteStep step) =>
        step.Status switch
        {
            StepStatus.Pending or StepStatus.Ready => false,
            StepStatus.Waiting => !IsInLoop(step) || step.Wait?.Signal is not null,
            StepStatus.Failed or StepStatus.TimedOut or StepStatus.Retrying => true,
            _ => !IsInLoop(step),
        };

    private static bool IsInLoop(RemoteStep step) => step.Path.Contains('[', StringComparison.Ordinal);
}
