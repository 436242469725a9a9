using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Documents;

/// <summary>One level of a flow as written: the flow itself or the body of a loop.</summary>
public sealed record FlowGraph
{
    /// <summary>JSON pointer of the object that holds <c>steps</c> and <c>edges</c>.</summary>
    public required string Pointer { get; init; }

    /// <summary>The steps in document order.</summary>
    public ImmutableArray<FlowStep> Steps { get; init; } = [];

    /// <summary>The edges in document order.</summary>
    public ImmutableArray<FlowEdge> Edges { get; init; } = [];

    /// <summary>The output's template, or of kind Undefined.</summary>
    public JsonElement Output { get; init; }
}

/// <summary>A step as written.</summary>
public sealed record FlowStep
{
    /// <summary>The step's id.</summary>
    public required string Id { get; init; }

    /// <summary>JSON pointer of the step.</summary>
    public required string Pointer { get; init; }

    /// <summary>The step type's id; empty when missing.</summary>
    public required string Type { get; init; }

    /// <summary>Name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the step is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The configuration, or of kind Undefined.</summary>
    public JsonElement With { get; init; }

    /// <summary>When the step runs, given its incoming edges.</summary>
    public JoinRule Join { get; init; }

    /// <summary>What happens after a failed attempt, or null when the document does not say.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The longest one attempt may take, or null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The body of a loop, or null.</summary>
    public FlowGraph? Body { get; init; }
}

/// <summary>An edge as written.</summary>
/// <param name="From">Id of the step it leaves.</param>
/// <param name="To">Id of the step it leads to.</param>
/// <param name="On">Which end of the source makes it active.</param>
/// <param name="Port">The port that must have been chosen, or null.</param>
/// <param name="Pointer">JSON pointer of the edge.</param>
public sealed record FlowEdge(string From, string To, EdgeCondition On, string? Port, string Pointer);
