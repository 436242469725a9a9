namespace FlowFunctions.Flows.Compilation;

/// <summary>What a problem code means.</summary>
/// <param name="Code">The code.</param>
/// <param name="Meaning">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ProblemDescription(string Code, string Meaning, string Remedy)
{
    internal static IReadOnlyList<ProblemDescription> All { get; } = [];
}
