using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Compilation;

/// <summary>What a compilation gives.</summary>
/// <param name="Plan">The plan, or null when any problem is an error.</param>
/// <param name="Document">The document as far as it could be read, or null when the text is neither JSON nor YAML.</param>
/// <param name="Problems">Every problem, in order of position.</param>
public sealed record CompilationResult(Plan? Plan, FlowDocument? Document, IReadOnlyList<FlowProblem> Problems)
{
    /// <summary>Whether a step is of a type that uses the files of the flow's folder, so that these are worth reading.</summary>
    public bool UsesFiles { get; init; }
}
