using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Requests that start a run: starting, waiting and answering are the same for a new run and for one that repeats another.</summary>
internal sealed class StartRequests(RunStarter starter, IdempotentStarts idempotent, CallbackChecks callbacks)
{
    /// <summary>Starts a run and answers with its end if it comes in time.</summary>
    /// <param name="context">The request.</param>
    /// <param name="patience">How long to wait for the end.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="callback">Who is to be told of the end.</param>
    /// <param name="prepare">Checks the request and makes the run.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext context,
        TimeSpan patience,
        byte[] body,
        CallbackParameters callback,
        Func<ValueTask<PreparedRun>> prepare
    )
    {
        if (IdempotentRequest.Of(context.Request, body) is { } request)
        {
            return await idempotent.AnswerAsync(context, request, patience, PrepareAsync);
        }

        var run = await PrepareAsync();
        await starter.StartAsync(run, context.RequestAborted);
        var result = await starter.WaitAsync(run.Start.RunId, patience, context.RequestAborted);
        return StartedRun.Of(run, result);

        async ValueTask<PreparedRun> PrepareAsync()
        {
            var run = await prepare();
            var target = await callbacks.CheckAsync(
                context.Request,
                Workspace.Of(context),
                callback,
                context.RequestAborted
            );
            return target is null ? run : run with { Callback = target };
        }
    }
}
