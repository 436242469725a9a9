using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Draws the run as a tree again and again in its place; what is said stands above it.</summary>
/// <param name="terminal">The terminal; its error stream is drawn on.</param>
/// <param name="time">The clock.</param>
/// <param name="prompt">Asks for decisions below the tree.</param>
/// <param name="invocation">The run's command line, for hints.</param>
internal sealed class LiveDisplay(Terminal terminal, TimeProvider time, DecisionPrompt prompt, Invocation invocation)
    : IRunDisplay
{
    private readonly LivePicture _picture = new(terminal, time);
    private readonly HashSet<string> _hinted = new(StringComparer.Ordinal);
    private int _frame;

    public void Say(string text) => _picture.Say(text);

    public void Print(string place, ScriptLogLevel level, string text) =>
        Say(PrintedLine.Of(place, text).Paint(PrintedLine.ColorOf(level), terminal.HasColor));

    public Task FollowAsync(RunProgress progress, Task end) =>
        _picture.FollowAsync(
            end,
            () =>
            {
                SayHints(progress);
                SayRefusals(progress);
            },
            most => Lines(progress, most)
        );

    public void Restore() => _picture.Restore();

    /// <summary>Says once for each wait that no key ends how to end it.</summary>
    private void SayHints(RunProgress progress)
    {
        string[] hints;
        lock (progress.Gate)
        {
            var waits = progress.Root.Reached().Where(step => step.AwaitedSignal is not null && !prompt.Answers(step));
            hints =
            [
                .. waits
                    .Where(step => _hinted.Add(step.Path))
                    .Select(step =>
                        $"{step.Path} waits for signal {step.AwaitedSignal};\n  {invocation.SignalHint(step)}"
                    ),
            ];
        }

        foreach (var hint in hints)
        {
            Say(hint);
        }
    }

    /// <summary>Says once for each answer that was no decision why; the tree's line may be too short for it.</summary>
    private void SayRefusals(RunProgress progress)
    {
        string[] refusals;
        lock (progress.Gate)
        {
            refusals =
            [
                .. progress
                    .Root.Reached()
                    .Where(static step => step.IsActive && WaitText.Refused(step.Wait) is not null)
                    .Select(static step => $"{step.Path}: the answer was refused: {WaitText.Refused(step.Wait)}")
                    .Where(_hinted.Add),
            ];
        }

        foreach (var refusal in refusals)
        {
            Say(refusal);
        }
    }

    private List<TreeLine> Lines(RunProgress progress, int most)
    {
        lock (progress.Gate)
        {
            var tree = new TreeText(progress, time.GetUtcNow(), _frame++).Build();
            var question = prompt.Ask(progress);
            return
            [
                .. TreeClip.Clip(tree, question is null ? most : most - 1),
                .. question is { } line ? [line] : Array.Empty<TreeLine>(),
            ];
        }
    }
}
