using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>
/// A run as a tree: its steps in the order of the flow, below a loop the iterations that are open, below a call the steps of the flow
/// it calls.
/// </summary>
/// <param name="progress">The run.</param>
/// <param name="now">The time that durations run to.</param>
/// <param name="frame">Counts the pictures drawn.</param>
internal sealed class TreeText(RunProgress progress, DateTimeOffset now, int frame)
{
    /// <summary>Iterations shown below a loop; a loop that has more open says how many.</summary>
    private const int MaxIterations = 4;
    private const int MaxIdWidth = 32;
    private readonly List<TreeLine> _lines = [];

    /// <summary>All lines, the run's own first.</summary>
    public IReadOnlyList<TreeLine> Build()
    {
        var duration = progress.StartedAt is { } start ? DurationText.Of((progress.EndedAt ?? now) - start) : "";
        var title = $"{progress.Plan.FlowId}  {progress.Status}  {duration}";
        _lines.Add(new TreeLine(title, StatusText.Color(progress.Status), title.Length, TreeLineState.Active));
        Add(progress.Root, "");
        return _lines;
    }

    private void Add(ScopeProgress scope, string indent)
    {
        var width = scope.Steps.Max(static step => Math.Min(step.Plan.Id.Length, MaxIdWidth));
        for (var index = 0; index < scope.InOrder.Count; index++)
        {
            var step = scope.InOrder[index];
            var isLast = index == scope.InOrder.Count - 1;
            var name = $"{indent}{(isLast ? "└ " : "├ ")}{StepText.Glyph(step, frame)} ";
            Add($"{name}{step.Plan.Id.PadRight(width)}", step);
            AddInner(step, indent + (isLast ? "    " : "│   "));
        }
    }

    private void AddInner(StepProgress step, string indent)
    {
        if (!step.IsActive)
        {
            return;
        }

        if (step.Called is { } called)
        {
            Add(called, indent);
            return;
        }

        var open = step.Iterations.Where(static iteration => iteration.Value.IsActive).ToArray();
        foreach (var (number, iteration) in open.Take(MaxIterations))
        {
            AddIteration(number, iteration, indent);
        }

        if (open.Length > MaxIterations)
        {
            var text = $"{indent}and {open.Length - MaxIterations} more open";
            _lines.Add(new TreeLine(text, Terminals.Ansi.Dim, text.Length, TreeLineState.Pending));
        }
    }

    /// <summary>One line for each step of an iteration that goes on; what has ended in it is told by the loop's count.</summary>
    private void AddIteration(int number, ScopeProgress iteration, string indent)
    {
        foreach (var step in iteration.InOrder.Where(static step => step.IsActive))
        {
            Add($"{indent}{StepText.Glyph(step, frame)} [{number}] {step.Plan.Id}", step);
            AddInner(step, indent + "    ");
        }
    }

    private void Add(string name, StepProgress step)
    {
        var text = $"{name}  {StepText.Describe(step, now)}".TrimEnd();
        _lines.Add(new TreeLine(text, StepText.Color(step), name.Length, State(step)));
    }

    private static TreeLineState State(StepProgress step) =>
        !step.IsReached ? TreeLineState.Pending
        : step.IsActive || step.Status is StepStatus.Failed or StepStatus.TimedOut ? TreeLineState.Active
        : TreeLineState.Finished;
}
