using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Callbacks;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary><c>GET /api/runs/{id}/callback</c>: who is to be told of a run's end, and how far that has come.</summary>
internal sealed class GetCallback(CallbackStore store)
{
    public async Task<IResult> HandleAsync(string runId, HttpContext context)
    {
        // Tables refuse other ids as keys.
        var callback = RunIds.IsAllowed(runId)
            ? await store.FindAsync(Workspace.Of(context), runId, context.RequestAborted)
            : null;
        return callback is not null
            ? new JsonResult<RunCallback>(callback, static (json, found, _) => CallbackJson.Write(json, found))
            : throw new ProblemException(
                Problem.NotFound(
                    "Callback.NotFound",
                    $"Run '{runId}' has no callback. `callback` asks for one when a run is started."
                )
            );
    }
}
