using System.Text.Json;

namespace FlowFunctions.Flows.Schema;

/// <summary>How a <see cref="JsonSchema"/> is read and how much work one validation may do.</summary>
public sealed record JsonSchemaOptions
{
    /// <summary>
    /// Gives the schema document published at an absolute URI, or <see langword="null"/> when it is not known.
    /// The validator itself never uses the network. The documents of the 2020-12 metaschema are built in.
    /// </summary>
    public Func<Uri, JsonElement?>? Resolve { get; init; }

    /// <summary>
    /// Whether <c>format</c> is checked. Off by default, as JSON Schema Validation 2020-12 section 7.2.1 demands.
    /// </summary>
    public bool AssertFormat { get; init; }

    /// <summary>How many subschemas may be in evaluation inside one another; 1,000 by default.</summary>
    public int MaxDepth { get; init; } = 1_000;

    /// <summary>How many problems one validation reports before it stops; 100 by default.</summary>
    public int MaxProblems { get; init; } = 100;

    /// <summary>
    /// How many subschemas one validation evaluates before it gives up; 10,000,000 by default. A schema of a few
    /// lines can ask for work that doubles with every line.
    /// </summary>
    public int MaxEvaluations { get; init; } = 10_000_000;

    /// <summary>
    /// How much work patterns may take in one validation before it gives up, in places of a pattern each tried at one
    /// character; 100,000,000 by default.
    /// </summary>
    public long MaxPatternWork { get; init; } = 100_000_000;
}
