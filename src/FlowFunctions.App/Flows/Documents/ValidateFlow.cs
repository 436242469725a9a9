using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Flows.Documents;

/// <summary><c>POST /api/flows/validate</c>: everything that is wrong with a document, without saving it.</summary>
internal sealed class ValidateFlow(FlowDocuments documents)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var result = await documents.CompileAsync(
            Workspace.Of(context),
            await FlowText.ReadAsync(context.Request),
            context.RequestAborted
        );
        return FlowJson.Answer(
            new ValidationResource(
                result.Plan is not null,
                [.. result.Problems.Select(ProblemResource.Of)],
                result.Plan?.Hash
            )
        );
    }
}
