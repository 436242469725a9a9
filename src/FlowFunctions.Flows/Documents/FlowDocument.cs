using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Documents;

/// <summary>
/// A flow as written: what <c>flow.json</c> says, typed. Parts that do not have the shape of <c>flow.schema.json</c> are left
/// out; <see cref="Compilation.FlowCompiler"/> reports them.
/// </summary>
public sealed record FlowDocument
{
    /// <summary>The document as written.</summary>
    public required JsonElement Source { get; init; }

    /// <summary>The flow's slug; empty when the document has none.</summary>
    public required string Id { get; init; }

    /// <summary>Semantics version of the language.</summary>
    public required int Language { get; init; }

    /// <summary>Name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the flow is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>JSON Schema of the run's input, or of kind Undefined.</summary>
    public JsonElement Input { get; init; }

    /// <summary>What starts the flow by itself, in document order.</summary>
    public ImmutableArray<FlowTrigger> Triggers { get; init; } = [];

    /// <summary>Steps, edges and output.</summary>
    public required FlowGraph Graph { get; init; }

    /// <summary>What applies to a run as a whole.</summary>
    public FlowSettings Settings { get; init; } = new();

    /// <summary>Positions and other things for the eye, or of kind Undefined.</summary>
    public JsonElement Layout { get; init; }

    /// <summary>Reads a document as far as it has the right shape.</summary>
    /// <param name="root">The document; an object.</param>
    /// <param name="problems">Takes values that have the right shape but no meaning: durations, cron expressions, times.</param>
    public static FlowDocument Read(JsonElement root, ICollection<ValueProblem> problems) =>
        new DocumentReader(problems).Read(root);
}

/// <summary>A value of a document that has the right shape but no meaning.</summary>
/// <param name="Code">Stable code; see <see cref="Compilation.ProblemCodes"/>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value.</param>
public sealed record ValueProblem(string Code, string Message, string Pointer);
