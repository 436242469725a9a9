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
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Lines that stay on the screen after the end, whatever the window's height.</summary>
    private const int MostFinalLines = 200;
    private readonly LivePicture _picture = new(terminal);
    private readonly HashSet<string> _hinted = new(StringComparer.Ordinal);
    private int _frame;

    public void Say(string text) => _picture.Say(text);

    public async Task ShowAsync(FollowedView run, Task end)
    {
        _picture.Begin();
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (!end.IsCompleted)
            {
                SayHints(run);
                Draw(run, isFinal: false);
                await Task.WhenAny(end, timer.WaitForNextTickAsync().AsTask());
            }

            Draw(run, isFinal: true);
        }
        finally
        {
            Restore();
        }
    }

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

    private void Draw(FollowedView run, bool isFinal) =>
        _picture.Draw(size =>
        {
            lock (run.Gate)
            {
                var tree = new StepTree(run.View, time.GetUtcNow(), _frame++, isComplete: false).Build();
                return TreeClip.Clip(tree, Math.Max(isFinal ? MostFinalLines : 2, size.Rows - 2));
            }
        });
}
