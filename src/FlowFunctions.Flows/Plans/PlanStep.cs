using System.Collections.Immutable;
using FlowFunctions.Expressions;

namespace FlowFunctions.Flows.Plans;

/// <summary>A step of a plan.</summary>
public sealed record PlanStep
{
    /// <summary>The type of the pseudo-step that evaluates a scope's output.</summary>
    public const string OutputType = "$output";

    /// <summary>The id of the pseudo-step that evaluates a scope's output; no step can have it.</summary>
    public const string OutputId = "$output";

    /// <summary>The step's id, unique over the whole flow.</summary>
    public required string Id { get; init; }

    /// <summary>The step type's id.</summary>
    public required string Type { get; init; }

    /// <summary>The step's configuration; an object, except for the output pseudo-step where it is any value.</summary>
    public required JsonTemplate With { get; init; }

    /// <summary>When the step runs, given its incoming edges.</summary>
    public JoinRule Join { get; init; }

    /// <summary>What happens after a failed attempt.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>The longest one attempt may take, waiting included; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the step is a deterministic function of its inputs without effect outside.</summary>
    public bool IsPure { get; init; }

    /// <summary>The body of a loop, else null.</summary>
    public PlanScope? Body { get; init; }

    /// <summary>The steps whose results the step's expressions (and, for a loop, its body's) refer to.</summary>
    public ImmutableArray<PlanNeed> Needs { get; init; } = [];

    /// <summary>Ids of the steps its incoming edges come from, in the order of the document's edges, when its type reads their outputs; else empty.</summary>
    public ImmutableArray<string> Predecessors { get; init; } = [];

    /// <summary>Place in <see cref="PlanScope.Steps"/>; assigned by <see cref="PlanScope.Create"/>.</summary>
    public int Index { get; init; }

    /// <summary>Outgoing edges; assigned by <see cref="PlanScope.Create"/>.</summary>
    public ImmutableArray<PlanEdge> Outgoing { get; init; } = [];

    /// <summary>Number of incoming edges; assigned by <see cref="PlanScope.Create"/>.</summary>
    public int IncomingCount { get; init; }

    /// <summary>A pseudo-step that evaluates a scope's output.</summary>
    /// <param name="output">The output's template.</param>
    public static PlanStep ForOutput(JsonTemplate output) =>
        new()
        {
            Id = OutputId,
            Type = OutputType,
            With = output,
            IsPure = true,
        };

    /// <summary>Whether a failure of this step is handled by an <c>on: failure</c> edge.</summary>
    public bool HandlesFailure => Outgoing.Any(static edge => edge.On == EdgeCondition.Failure);
}

/// <summary>A step whose result another step needs.</summary>
/// <param name="Id">The needed step's id.</param>
/// <param name="Up">How many scopes above the needing step it is found: 0 is the same scope, 1 the scope around the loop, and so on.</param>
/// <param name="Index">Its index in that scope.</param>
public readonly record struct PlanNeed(string Id, int Up, int Index);

/// <summary>An edge of a scope's graph.</summary>
/// <param name="From">Index of the step it leaves.</param>
/// <param name="To">Index of the step it leads to.</param>
/// <param name="On">Which end of the source makes it active.</param>
/// <param name="Port">The port that must have been chosen, or null for any; success edges only.</param>
public readonly record struct PlanEdge(int From, int To, EdgeCondition On = EdgeCondition.Success, string? Port = null);

/// <summary>Which end of the source step makes an edge active.</summary>
public enum EdgeCondition
{
    /// <summary>The source succeeded (and chose the edge's port, if it names one).</summary>
    Success,

    /// <summary>The source failed or timed out.</summary>
    Failure,

    /// <summary>The source ended in any way but being skipped.</summary>
    Always,
}

/// <summary>When a step runs, given its incoming edges; the table is in the engine's design.</summary>
public enum JoinRule
{
    /// <summary>All edges decided, none broken, one or more active.</summary>
    NoneFailed,

    /// <summary>All edges active.</summary>
    AllSucceeded,

    /// <summary>The first edge turns active.</summary>
    AnySucceeded,

    /// <summary>All edges decided.</summary>
    AllDone,
}
