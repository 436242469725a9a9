using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Runs.Read;

/// <summary><c>GET /api/runs/{id}/payloads/{hash}</c>: a large value of a run.</summary>
internal sealed class GetPayload(RunReader reader, PayloadArchive payloads)
{
    public async Task<IResult> HandleAsync(string runId, string hash, HttpContext context)
    {
        // A hash alone opens nothing: the run must be the caller's and must refer to it.
        var run = await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted);
        var reference = HistoryReader
            .Read(run.History)
            .SelectMany(PayloadContents.Of)
            .Select(static payload => payload.Reference)
            .FirstOrDefault(found => found?.Hash == hash);
        return reference is null
            ? new ProblemResult(
                Problem.NotFound("Payload.NotFound", $"Run '{runId}' has no large value with the hash '{hash}'.")
            )
            : TypedResults.Bytes(await payloads.GetAsync(reference, context.RequestAborted), "application/json");
    }
}
