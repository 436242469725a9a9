using FlowFunctions.App.Flows.Archives;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Documents;

/// <summary>Documents that somebody sent, compiled.</summary>
internal sealed class FlowDocuments(FlowCompiler compiler, FlowFolders folders)
{
    /// <summary>What the compiler says about a document with the files that its folder has now.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="text">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="coming">Files that are about to be written into its folder.</param>
    public async Task<CompilationResult> CompileAsync(
        string workspace,
        FlowText text,
        CancellationToken cancellationToken,
        params IReadOnlyList<ArchivedFile> coming
    )
    {
        var result = compiler.Compile(text.Text, text.Format);
        // Most flows use no files, and are saved without a look at them.
        return result is { UsesFiles: true, Document.Id: var id }
            ? compiler.Compile(
                text.Text,
                text.Format,
                await folders.ReadAsync(workspace, id, coming, cancellationToken)
            )
            : result;
    }

    /// <summary>A flow that can be saved, with the files that its folder has now.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="text">The document.</param>
    /// <param name="flowId">The id that it must have; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="coming">Files that are about to be written into its folder.</param>
    /// <exception cref="ProblemException">400: it has errors or another id.</exception>
    public async Task<FlowContent> ContentAsync(
        string workspace,
        FlowText text,
        string? flowId,
        CancellationToken cancellationToken,
        params IReadOnlyList<ArchivedFile> coming
    )
    {
        var result = await CompileAsync(workspace, text, cancellationToken, coming);
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

    private static Problem OtherId(string documentId, string flowId) =>
        Problem.BadRequestAt(
            "/id",
            $"The document has the id '{documentId}', the address the id '{flowId}'. Correct one of the two.",
            "Flow.IdMismatch"
        );
}
