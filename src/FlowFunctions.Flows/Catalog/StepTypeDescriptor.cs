using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Catalog;

/// <summary>What a step type declares of itself: enough for the compiler, for forms, completion and documentation.</summary>
public sealed record StepTypeDescriptor
{
    /// <summary>The id written in flows, for example <c>http</c> or <c>queue.send</c>.</summary>
    public required string Id { get; init; }

    /// <summary>A short title for people.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences: what the step does.</summary>
    public required string Description { get; init; }

    /// <summary>The group it stands in, for example <c>Flow control</c>.</summary>
    public required string Category { get; init; }

    /// <summary>Name of its icon in the builder's icon set.</summary>
    public required string Icon { get; init; }

    /// <summary>JSON Schema (2020-12) of <c>with</c> after its expressions are evaluated.</summary>
    public required JsonElement WithSchema { get; init; }

    /// <summary>JSON Schema of the output.</summary>
    public required JsonElement OutputSchema { get; init; }

    /// <summary><see cref="WithSchema"/>, ready to validate.</summary>
    public required JsonSchema With { get; init; }

    /// <summary>
    /// The ports it has for a given <c>with</c>; empty when it has none to choose from. It is asked about any object, also one that
    /// does not fit <see cref="With"/> or holds expressions.
    /// </summary>
    public Func<JsonElement, IReadOnlyList<string>> Ports { get; init; } = static _ => [];

    /// <summary>Whether it is a deterministic function of its inputs with no effect outside.</summary>
    public bool IsPure { get; init; }

    /// <summary>Whether it is a loop with a body of its own.</summary>
    public bool HasBody { get; init; }

    /// <summary>Whether it also reads the outputs of the steps its incoming edges come from.</summary>
    public bool ReadsPredecessors { get; init; }

    /// <summary>Whether its output's <c>body</c> is the run's answer when the flow names no output.</summary>
    public bool IsResponse { get; init; }

    /// <summary>
    /// Where in <c>with</c> a secret may stand, as JSON pointers in which a segment <c>*</c> stands for any name or index,
    /// for example <c>/headers/*</c>.
    /// </summary>
    public IReadOnlyList<string> SecretInputs { get; init; } = [];

    /// <summary>How its steps get secrets when none may stand in an expression: a sentence; null when they get none.</summary>
    public string? SecretAdvice { get; init; }

    /// <summary>Members of <c>with</c> that are taken as they stand, braces included, for example the text of a script.</summary>
    public IReadOnlyList<string> LiteralInputs { get; init; } = [];

    /// <summary>Members of <c>with</c> that name a file of the flow's folder. A flow that uses such a type pins its files.</summary>
    public IReadOnlyList<string> FileInputs { get; init; } = [];

    /// <summary>
    /// For a loop: the members of <c>with</c> whose expressions see the loop's own <c>item</c> and <c>index</c> (and hide those of
    /// a loop around it), for example <c>while</c>. All other members see only those of a loop around the step.
    /// </summary>
    public IReadOnlyList<string> ItemInputs { get; init; } = [];
}
