using System.Collections.Immutable;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Runs;

/// <summary>Everything a run starts from. It is recorded, so that a replay needs nothing else but the plan.</summary>
/// <remarks>Setters put defaults back in place of nulls: generated readers set members that a document leaves out.</remarks>
public sealed record RunStart
{
    /// <summary>The run's id: unique, at most 128 characters of letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>~</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>Hash of the plan it runs.</summary>
    public required string PlanHash { get; init; }

    /// <summary>The number of the flow's version that the plan was made from, for people; null when it is not known.</summary>
    public int? FlowVersion { get; init; }

    /// <summary>The input, already checked against the flow's schema.</summary>
    public Payload Input
    {
        get;
        init => field = value ?? Payload.Null;
    } = Payload.Null;

    /// <summary>What started it, as expressions see it under <c>trigger</c>.</summary>
    public Payload Trigger
    {
        get;
        init => field = value ?? Payload.Null;
    } = Payload.Null;

    /// <summary>
    /// What started it in a word, for people and lists, such as <c>webhook</c>; null when only <see cref="Trigger"/> tells, which may be large and
    /// stored elsewhere.
    /// </summary>
    public string? TriggerKind { get; init; }

    /// <summary>Which of its flow's triggers started it, by its id in the flow; null when none did.</summary>
    public string? TriggerId { get; init; }

    /// <summary>The environment's values, as expressions see them under <c>env</c>.</summary>
    public Payload Env
    {
        get;
        init => field = value ?? Payload.Null;
    } = Payload.Null;

    /// <summary>The tenant it belongs to, by default the one without a name. Engines share their capacity fairly between workspaces.</summary>
    public string Workspace
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>
    /// What the run is counted by under the flow's <c>settings.concurrency</c>; null when the flow has no limit. The engine sets it
    /// once, before the start is durable.
    /// </summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>The trace that the run belongs to, a W3C Trace Context <c>traceparent</c>, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The run that waits for this one, or null.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>How many calls of flows lead to this run: 0 for one that no flow called. At most <see cref="RunState.MaxCallDepth"/>.</summary>
    public int Depth { get; init; }

    /// <summary>The run that this one repeats, or null.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Whether somebody is to be told of the end; what the run is about does not depend on it.</summary>
    public bool HasCallback { get; init; }

    /// <summary>Results of steps that are reused instead of computed again, by step id; see <see cref="RerunSeeds"/> and <see cref="PinnedSeeds"/>.</summary>
    public ImmutableSortedDictionary<string, StepView> Seeds
    {
        get;
        init => field = value?.WithComparers(StringComparer.Ordinal) ?? RunStart.NoSteps;
    } = RunStart.NoSteps;

    /// <summary>The part of a loop that this run carries out for its parent, or null for a run of a whole flow.</summary>
    public LoopChunk? Chunk { get; init; }

    /// <summary>No steps, ordered as step ids are.</summary>
    public static ImmutableSortedDictionary<string, StepView> NoSteps { get; } =
        ImmutableSortedDictionary.Create<string, StepView>(StringComparer.Ordinal);
}

/// <summary>A part of a loop that a child run carries out, so that no history grows with the number of items.</summary>
public sealed record LoopChunk
{
    /// <summary>Id of the loop step.</summary>
    public required string LoopId { get; init; }

    /// <summary>Path of the loop step in the parent, the prefix of this run's step paths.</summary>
    public required string Path { get; init; }

    /// <summary>Index of the first iteration.</summary>
    public int First { get; init; }

    /// <summary>For <c>foreach</c>: all items of the loop, a JSON array. For <c>repeat</c>: what the first iteration sees as <c>item</c>.</summary>
    public Payload Items
    {
        get;
        init => field = value ?? Payload.Null;
    } = Payload.Null;

    /// <summary>Number of iterations; for <c>repeat</c> the most this run carries out.</summary>
    public int Count { get; init; }

    /// <summary>How many iterations may run at once.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>What a failed iteration does to the others.</summary>
    public ItemFailureMode OnItemFailure { get; init; }

    /// <summary>Whether the loop repeats rather than walks over items.</summary>
    public bool Repeats { get; init; }

    /// <summary>Where the loop itself stands in a loop around it, or null when none is.</summary>
    public LoopPosition? Outer { get; init; }

    /// <summary>Results of steps outside the loop that it needs, by step id.</summary>
    public ImmutableSortedDictionary<string, StepView> Captured
    {
        get;
        init => field = value?.WithComparers(StringComparer.Ordinal) ?? RunStart.NoSteps;
    } = RunStart.NoSteps;
}

/// <summary>An iteration of a loop.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Item">Its item, or null for <c>foreach</c>, which finds it in <paramref name="Items"/> by the index.</param>
/// <param name="Items">For <c>foreach</c>: all items.</param>
public sealed record LoopPosition(int Index, Payload? Item, Payload? Items);
