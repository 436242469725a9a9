using System.Collections.Frozen;
using System.Text.RegularExpressions;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.App.Flows.Documents;

/// <summary>What the compiler says about a document.</summary>
/// <param name="Valid">Whether the flow can run; warnings do not count.</param>
/// <param name="Problems">Everything that is wrong, by place.</param>
/// <param name="PlanHash">SHA-256 of its plan, if it is valid.</param>
internal sealed record ValidationResource(bool Valid, IReadOnlyList<ProblemResource> Problems, string? PlanHash);

/// <summary>Something wrong with a flow.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">What programs read.</param>
/// <param name="Pointer">A JSON pointer (RFC 6901) into the document.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do.</param>
/// <param name="Line">The line in the text that was sent, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal sealed partial record ProblemResource(
    string Severity,
    string Code,
    string Pointer,
    string Message,
    string? Hint,
    int? Line,
    int? Column
)
{
    private static readonly FrozenDictionary<string, string> Hints = ProblemCodes.All.ToFrozenDictionary(
        static problem => problem.Code,
        static problem => Link().Replace(problem.Remedy, "$1"),
        StringComparer.Ordinal
    );

    // Remedies stand in the documentation, too; only there can a link be followed.
    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    public static ProblemResource Of(FlowProblem problem) =>
        new(
            problem.Severity == ProblemSeverity.Error ? "error" : "warning",
            problem.Code,
            problem.Pointer,
            problem.Message,
            Hints.GetValueOrDefault(problem.Code),
            problem.Position?.Line,
            problem.Position?.Column
        );

    /// <summary>As an item of problem details.</summary>
    public static ProblemItem Item(FlowProblem problem) =>
        new(problem.Pointer, problem.Code, problem.Message, Hints.GetValueOrDefault(problem.Code));
}
