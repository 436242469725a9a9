using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Control;
using FlowFunctions.App.Runs.Delete;
using FlowFunctions.App.Runs.Rerun;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Bulk;

/// <summary><c>POST /api/runs/bulk</c>: cancels, pauses, resumes, reruns or deletes the runs that a query finds.</summary>
internal sealed class BulkRuns(
    BulkSelection selection,
    IAppEngine engine,
    RunRemoval removal,
    RerunPreparation reruns,
    RunStarter starter
)
{
    private const int MaxAtOnce = 8;
    private const int DeletedAtOnce = 50;

    /// <summary>Pages looked at for one request: a caller should not wait for minutes where little is found.</summary>
    private const int MaxPages = 50;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request, RequestLimits.MaxDocumentBytes);
        var request = BulkRequest.Read(Workspace.Of(context), body);
        CallerContext.Of(context).Demand(PermissionFor(request.Action));
        var outcome = new BulkOutcome { Continuation = request.Query.Continuation };
        for (var pages = 0; pages < MaxPages && outcome.Matched < request.Limit; pages++)
        {
            var left = request.Limit - outcome.Matched;
            var page = await selection.NextAsync(request, outcome.Continuation, left, context.RequestAborted);
            outcome.Matched += page.Items.Count;
            if (!request.DryRun)
            {
                await ActAsync(request, page.Items, outcome, context.RequestAborted);
            }

            outcome.Continuation = page.Continuation;
            if (page.Continuation is null)
            {
                break;
            }
        }

        AuditNote
            .Of(context)
            .Changed(
                before: null,
                new()
                {
                    ["action"] = request.Action.ToString(),
                    ["dryRun"] = request.DryRun,
                    ["runs"] = outcome.Matched,
                }
            );
        return new JsonResult<BulkOutcome>(outcome, static (json, done, _) => done.Write(json));
    }

    private Task ActAsync(
        BulkRequest request,
        IReadOnlyList<RunHeader> runs,
        BulkOutcome outcome,
        CancellationToken cancellationToken
    ) =>
        request.Action switch
        {
            BulkAction.Delete => DeleteAsync(runs, outcome, cancellationToken),
            BulkAction.Rerun => EachAsync(
                runs,
                (run, token) => RerunAsync(run, request.Rerun, token),
                outcome,
                cancellationToken
            ),
            _ => EachAsync(
                runs,
                (run, token) => ControlAsync(run, ControlOf(request.Action), request.Reason, token),
                outcome,
                cancellationToken
            ),
        };

    private static Permission PermissionFor(BulkAction action) =>
        action switch
        {
            BulkAction.Delete => Permission.DeleteRuns,
            BulkAction.Rerun => Permission.StartRuns,
            _ => Permission.ControlRuns,
        };

    private static RunControl ControlOf(BulkAction action) =>
        action switch
        {
            BulkAction.Pause => RunControl.Pause,
            BulkAction.Resume => RunControl.Resume,
            _ => RunControl.Cancel,
        };

    private async ValueTask<Problem?> ControlAsync(
        RunHeader run,
        RunControl control,
        string? reason,
        CancellationToken cancellationToken
    ) => await engine.ControlAsync(run.RunId, control, reason, cancellationToken) ? null : RunControls.Ended(run);

    private async ValueTask<Problem?> RerunAsync(
        RunHeader run,
        RerunRequest request,
        CancellationToken cancellationToken
    )
    {
        var prepared = await reruns.PrepareAsync(run.Workspace, run.RunId, request, cancellationToken);
        await starter.StartAsync(prepared, cancellationToken);
        return null;
    }

    private async Task DeleteAsync(
        IReadOnlyList<RunHeader> runs,
        BulkOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        foreach (var batch in runs.Chunk(DeletedAtOnce))
        {
            var problems = await removal.DeleteAsync(batch, cancellationToken);
            foreach (var run in batch)
            {
                outcome.Add(run.RunId, problems.GetValueOrDefault(run.RunId));
            }
        }
    }

    private static Task EachAsync(
        IReadOnlyList<RunHeader> runs,
        Func<RunHeader, CancellationToken, ValueTask<Problem?>> act,
        BulkOutcome outcome,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
            async (run, token) =>
            {
                Problem? problem;
                try
                {
                    problem = await act(run, token);
                }
                catch (Exception exception) when (ExceptionProblems.Of(exception) is not null)
                {
                    problem = ExceptionProblems.Of(exception);
                }

                outcome.Add(run.RunId, problem);
            }
        );
}
