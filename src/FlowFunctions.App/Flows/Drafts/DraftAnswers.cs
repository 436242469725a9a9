using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary>Drafts as answers, with what the compiler says about them.</summary>
internal sealed class DraftAnswers(FlowDocuments documents)
{
    public async Task<IResult> AnswerAsync(
        HttpContext context,
        FlowDraft draft,
        bool withDocument,
        int status = StatusCodes.Status200OK
    )
    {
        var resource = DraftResource.Of(draft);
        context.Response.Headers.ETag = resource.Etag;
        var document = FlowReader.Parse(draft.Document);
        var result = await documents.CompileAsync(
            Workspace.Of(context),
            new FlowText(document.GetRawText(), TextFormat.Json),
            context.RequestAborted
        );
        return FlowJson.Answer(
            resource with
            {
                Document = withDocument ? document : null,
                Problems =
                [
                    .. result.Problems.Select(static problem => ProblemResource.Of(problem with { Position = null })),
                ],
            },
            status
        );
    }
}
