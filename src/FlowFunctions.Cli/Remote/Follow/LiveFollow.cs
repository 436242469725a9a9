using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>Draws the run as a tree again and again in its place; what is said stands above it.</summary>
/// <param name="terminal">The terminal; its error stream is drawn on.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveFollow(Terminal terminal, TimeProvider time) : IFollowDisplay
{
    private readonly LivePicture _picture = new(terminal, time);
    private readonly HashSet<string> _hinted = new(StringComparer.Ordinal);
    private int _frame;

    public void Say(string text) => _picture.Say(text);

    public Task ShowAsync(FollowedView run, Task end) =>
        _picture.FollowAsync(end, () => SayHints(run), most => Lines(run, most));

    public void Restore() => _picture.Restore();

    /// <summary>Says once for each wait for a signal how to end it.</summary>
    private void SayHints(FollowedView run)
    {
        string[] hints;
        lock (run.Gate)
        {
            hints =
            [
                .. run
                    .View.Steps.Where(static step => step is { Status: StepStatus.Waiting, Wait.Signal: not null })
                    .Where(step => _hinted.Add(step.Path))
                    .Select(step =>
                        $"{PlainText.Line(step.Path)} waits for signal {PlainText.Line(step.Wait!.Signal!)};\n  {SignalHint.For(run.View.Run.Id, step)}"
                    ),
            ];
        }

        foreach (var hint in hints)
        {
            Say(hint);
        }
    }

    private IReadOnlyList<TreeLine> Lines(FollowedView run, int most)
    {
        lock (run.Gate)
        {
            return TreeClip.Clip(new StepTree(run.View, time.GetUtcNow(), _frame++, isComplete: false).Build(), most);
        }
    }
}
