using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace FlowFunctions.Flows.Plans;

/// <summary>One level of a flow's graph, indexed for the run machine: the flow itself or the body of a loop.</summary>
public sealed class PlanScope
{
    private Dictionary<string, PlanStep>? _byId;

    private PlanScope(ImmutableArray<PlanStep> steps, PlanStep output, ImmutableArray<int> roots)
    {
        Steps = steps;
        Output = output;
        Roots = roots;
    }

    /// <summary>
    /// The steps; a step's <see cref="PlanStep.Index"/> is its place here. In a compiled plan they stand in ordinal order of id, so that
    /// the order of a document's keys changes nothing.
    /// </summary>
    public ImmutableArray<PlanStep> Steps { get; }

    /// <summary>The pure pseudo-step that evaluates the scope's output once everything else has ended; its index is the number of steps.</summary>
    public PlanStep Output { get; }

    /// <summary>Indices of the steps without incoming edges.</summary>
    public ImmutableArray<int> Roots { get; }

    /// <summary>The step with an id, <see cref="PlanStep.OutputId"/> included; null when there is none.</summary>
    public PlanStep? Find(ReadOnlySpan<char> id) =>
        (_byId ??= ById()).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var step) ? step : null;

    /// <summary>Indexes steps and edges. Indices of the given steps and edges are assigned here.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="edges">The edges between them; both ends must be below the number of steps.</param>
    /// <param name="output">The output pseudo-step.</param>
    public static PlanScope Create(IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanEdge> edges, PlanStep output)
    {
        var outgoing = new List<PlanEdge>?[steps.Count];
        var incoming = new int[steps.Count];
        foreach (var edge in edges)
        {
            (outgoing[edge.From] ??= []).Add(edge);
            incoming[edge.To]++;
        }

        var indexed = new PlanStep[steps.Count];
        var roots = ImmutableArray.CreateBuilder<int>();
        for (var index = 0; index < indexed.Length; index++)
        {
            indexed[index] = steps[index] with
            {
                Index = index,
                Outgoing = outgoing[index]?.ToImmutableArray() ?? [],
                IncomingCount = incoming[index],
            };
            if (incoming[index] == 0)
            {
                roots.Add(index);
            }
        }

        return new PlanScope(
            ImmutableCollectionsMarshal.AsImmutableArray(indexed),
            output with
            {
                Index = indexed.Length,
            },
            roots.ToImmutable()
        );
    }

    private Dictionary<string, PlanStep> ById()
    {
        var byId = new Dictionary<string, PlanStep>(Steps.Length + 1, StringComparer.Ordinal) { [Output.Id] = Output };
        foreach (var step in Steps)
        {
            byId[step.Id] = step;
        }

        return byId;
    }
}
