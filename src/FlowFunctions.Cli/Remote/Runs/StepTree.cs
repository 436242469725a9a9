using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>A server's run as a tree: its steps, and below a loop the steps of its iterations.</summary>
/// <param name="view">The run.</param>
/// <param name="now">The time that durations run to.</param>
/// <param name="frame">Counts the pictures drawn.</param>
/// <param name="isComplete">Whether to show every step of every iteration, not only those that are open or have failed.</param>
internal sealed class StepTree(RunView view, DateTimeOffset now, int frame, bool isComplete)
{
    /// <summary>Steps of iterations shown below a loop; one that has more says how many.</summary>
    private const int MostInner = 4;
    private const int MaxWidth = 32;
    private readonly List<TreeLine> _lines = [];

    /// <summary>The run's own line and the lines of its steps.</summary>
    public IReadOnlyList<TreeLine> Build()
    {
        var run = view.Run;
        var title = PlainText.Line($"{run.FlowName}  {run.Status}  {run.Duration(now)}".TrimEnd());
        var line = new TreeLine(title, StatusText.Color(run.Status), title.Length, TreeLineState.Active);
        return [line, .. BuildSteps()];
    }

    /// <summary>The lines of the steps alone.</summary>
    public IReadOnlyList<TreeLine> BuildSteps()
    {
        _lines.Clear();
        var nodes = StepNode.Of(view.Steps);
        var width = nodes.Select(static node => Math.Min(node.Label.Length, MaxWidth)).DefaultIfEmpty().Max();
        for (var index = 0; index < nodes.Count; index++)
        {
            var isLast = index == nodes.Count - 1;
            Add(nodes[index], isLast ? "└ " : "├ ", width);
            AddInner(nodes[index], isLast ? "    " : "│   ");
        }

        return [.. _lines];
    }

    private void AddInner(StepNode node, string indent)
    {
        if (isComplete || IsWorthShowing(node))
        {
            AddRuns(node.Step, indent);
        }

        var shown = isComplete ? node.Inner : [.. node.Inner.Where(IsWorthShowing)];
        foreach (var inner in shown.Take(isComplete ? int.MaxValue : MostInner))
        {
            Add(inner, indent, width: 0);
            AddInner(inner, indent + "    ");
        }

        if (!isComplete && shown.Count > MostInner)
        {
            var text = $"{indent}and {shown.Count - MostInner} more";
            _lines.Add(new TreeLine(text, Ansi.Dim, text.Length, TreeLineState.Pending));
        }
    }

    /// <summary>The runs that the step called: a called flow, or the parts of a long loop.</summary>
    private void AddRuns(RemoteStep step, string indent)
    {
        foreach (var run in isComplete ? step.ChildRunIds : step.ChildRunIds.Take(MostInner))
        {
            var text = PlainText.Line($"{indent}run {run}");
            _lines.Add(new TreeLine(text, Ansi.Dim, text.Length, TreeLineState.Pending));
        }
    }

    private void Add(StepNode node, string indent, int width)
    {
        var step = node.Step;
        var name = $"{indent}{StepText.Glyph(step.Status, frame)} {PlainText.Line(node.Label).PadRight(width)}";
        var text = $"{name}  {step.Describe(now)}".TrimEnd();
        _lines.Add(new TreeLine(text, StepText.Color(step.Status), Math.Min(name.Length, text.Length), State(step)));
    }

    private static bool IsWorthShowing(StepNode node) => node.Step.IsOpen || node.Step.Status.IsFailure();

    private static TreeLineState State(RemoteStep step) =>
        step.IsOpen || step.Status.IsFailure() ? TreeLineState.Active : TreeLineState.Finished;
}
