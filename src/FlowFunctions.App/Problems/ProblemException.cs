using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Problems;

/// <summary>Ends a request with a problem from deep inside a handler.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It always carries a problem.")]
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
