using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Graph;

/// <summary>
/// A graph as lines, one for each step: its layer, its id, its type and where its edges lead. The steps of a loop's body stand
/// indented below it.
/// </summary>
internal static class TextGraph
{
    private const int Indent = 2;

    public static void Write(TextWriter output, Plan plan, bool hasColor)
    {
        output.WriteLine(plan.FlowId.Paint(Ansi.Bold, hasColor));
        var idWidth = Widest(plan.Root, static step => step.Id.Length, Indent);
        var typeWidth = Widest(plan.Root, static step => step.Type.Length, 0);
        Write(output, plan.Root, new Columns(idWidth, typeWidth, hasColor), "", "");
    }

    private static void Write(TextWriter output, PlanScope scope, Columns columns, string indent, string number)
    {
        var layers = GraphLayers.Of(scope);
        foreach (var step in GraphLayers.InOrder(scope))
        {
            var id = (indent + step.Id).PadRight(columns.Id);
            var type = step.Type.PadRight(columns.Type).Paint(Ansi.Dim, columns.HasColor);
            var layer = $"{number}{layers[step.Index] + 1}";
            output.WriteLine($"{layer, -5}  {id}  {type}  {Targets(scope, step)}{Join(step)}".TrimEnd());
            if (step.Body is { } body)
            {
                Write(output, body, columns, indent + new string(' ', Indent), $"{layer}.");
            }
        }
    }

    private static string Targets(PlanScope scope, PlanStep step) =>
        step.Outgoing.IsEmpty
            ? ""
            : "→ "
                + string.Join(
                    ", ",
                    step.Outgoing.Select(edge =>
                        EdgeLabel.Of(edge) is { } label
                            ? $"{scope.Steps[edge.To].Id} ({label})"
                            : scope.Steps[edge.To].Id
                    )
                );

    private static string Join(PlanStep step) =>
        step.Join == JoinRule.NoneFailed ? "" : $"  [join {JoinName(step.Join)}]";

    private static string JoinName(JoinRule join) =>
        join switch
        {
            JoinRule.AllSucceeded => "allSucceeded",
            JoinRule.AnySucceeded => "anySucceeded",
            JoinRule.AllDone => "allDone",
            _ => "noneFailed",
        };

    private static int Widest(PlanScope scope, Func<PlanStep, int> width, int indent) =>
        scope.Steps.Max(step =>
            Math.Max(width(step), step.Body is { } body ? indent + Widest(body, width, indent) : 0)
        );

    private readonly record struct Columns(int Id, int Type, bool HasColor);
}
