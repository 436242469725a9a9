using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Something wrong with a flow.</summary>
/// <param name="Code">Stable code; see <see cref="ProblemCodes"/>.</param>
/// <param name="Message">What is wrong and what to do, in plain words.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value concerned; empty for the document as a whole.</param>
/// <param name="Severity">Whether the flow can run all the same.</param>
/// <param name="Position">Where in the text, when the flow was compiled from text.</param>
public sealed record FlowProblem(
    string Code,
    string Message,
    string Pointer,
    ProblemSeverity Severity,
    TextPosition? Position
);

/// <summary>How bad a problem is.</summary>
public enum ProblemSeverity
{
    /// <summary>The flow cannot run.</summary>
    Error,

    /// <summary>The flow can run, but hardly as meant.</summary>
    Warning,
}
