using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Finds a step of a plan by its path in a run.</summary>
internal static class StepPlaces
{
    /// <summary>The step at a path such as <c>loop[17]/fetch</c>.</summary>
    /// <exception cref="InvalidDataException">The plan has none there.</exception>
    public static PlanStep Find(Plan plan, string path)
    {
        var scope = plan.Root;
        PlanStep? step = null;
        foreach (var part in path.AsSpan().Split('/'))
        {
            step = scope?.Find(IdOf(path.AsSpan(part)));
            scope = step?.Body;
        }

        return step ?? throw new InvalidDataException($"The plan {plan.Hash} has no step at '{path}'.");
    }

    private static ReadOnlySpan<char> IdOf(ReadOnlySpan<char> part) =>
        part.IndexOf('[') is >= 0 and var bracket ? part[..bracket] : part;
}
