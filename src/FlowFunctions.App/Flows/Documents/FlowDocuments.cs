using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Documents;

/// <summary>Documents that somebody sent, compiled.</summary>
internal sealed class FlowDocuments(FlowCompiler compiler)
{
    /// <summary>What the compiler says about a document.</summary>
    public CompilationResult Compile(FlowText text) => compiler.Compile(text.Text, text.Format);

    /// <summary>A flow that can be saved.</summary>
    /// <param name="text">The document.</param>
    /// <param name="flowId">The id that it must have; null for any.</param>
    /// <exception cref="ProblemException">400: it has errors or another id.</exception>
    public FlowContent Content(FlowText text, string? flowId)
    {
        var result = Compile(text);
        if (result is not { Plan: { } plan, Document: { } document })
        {
            throw new ProblemException(Invalid(result));
        }

        return flowId is null || document.Id == flowId
            ? FlowContent.Of(document, plan)
            : throw new ProblemException(OtherId(document.Id, flowId));
    }

    /// <summary>The document of a draft as it is stored.</summary>
    /// <exception cref="ProblemException">400: it is no object, or cannot be read.</exception>
    public static byte[] Draft(FlowText text)
    {
        var problems = new List<TextProblem>();
        var json = text.ToJson(problems);
        if (json is null || problems.Count > 0)
        {
            throw new ProblemException(
                Problem.BadRequest("The draft can be read neither as JSON nor as YAML. 'errors' names each place.") with
                {
                    Errors =
                    [
                        .. problems.Select(static problem => new ProblemItem(
                            problem.Pointer,
                            problem.Code,
                            problem.Message
                        )),
                    ],
                }
            );
        }

        return json[0] == '{'
            ? json
            : throw new ProblemException(Problem.BadRequest("A draft is an object, as a flow is. Send { … }."));
    }

    private static Problem Invalid(CompilationResult result) =>
        Problem.BadRequest(
            "The flow has errors, so it cannot be saved. 'errors' names each place.",
            "Flow.Invalid"
        ) with
        {
            Errors =
            [
                .. result
                    .Problems.Where(static problem => problem.Severity == ProblemSeverity.Error)
                    .Select(ProblemResource.Item),
            ],
        };

    private static Problem OtherId(string documentId, string flowId)
    {
        var message = $"The document has the id '{documentId}', the address the id '{flowId}'. Correct one of the two.";
        return Problem.BadRequest(message, "Flow.IdMismatch") with
        {
            Errors = [new ProblemItem("/id", "Flow.IdMismatch", message)],
        };
    }
}
