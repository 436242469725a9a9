using FlowFunctions.App.Flows.Documents;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary>Drafts as answers, with what the compiler says about them.</summary>
internal sealed class DraftAnswers(FlowCompiler compiler)
{
    public IResult Answer(HttpContext context, FlowDraft draft, bool withDocument, int status = StatusCodes.Status200OK)
    {
        var resource = DraftResource.Of(draft);
        context.Response.Headers.ETag = resource.Etag;
        var document = FlowReader.Parse(draft.Document);
        return FlowJson.Answer(
            resource with
            {
                Document = withDocument ? document : null,
                Problems = [.. compiler.Compile(document).Problems.Select(ProblemResource.Of)],
            },
            status
        );
    }
}
