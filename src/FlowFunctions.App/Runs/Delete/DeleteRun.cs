using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Runs.Delete;

/// <summary><c>DELETE /api/runs/{id}</c>: deletes an ended run with its logs and the runs that it called.</summary>
internal sealed class DeleteRun(RunReader reader, RunRemoval removal)
{
    public async Task<IResult> HandleAsync(string runId, HttpContext context)
    {
        var run = (await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted)).Header;
        var problems = await removal.DeleteAsync([run], context.RequestAborted);
        return problems.TryGetValue(runId, out var problem) ? new ProblemResult(problem) : TypedResults.NoContent();
    }
}
