using System.Diagnostics.CodeAnalysis;
using FlowFunctions.App.Events.Feeds;
using FlowFunctions.App.Events.Streams;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Events;

/// <summary><c>GET /api/runs/{id}/events</c>: what happens to a run, while it happens.</summary>
internal sealed class RunEvents(
    IRunSource runs,
    RunReader reader,
    RunPlans plans,
    RunFeeds feeds,
    WaitReasons waiting,
    EventReaders readers,
    EventServices services,
    ILogger<RunEvents> logger
)
{
    [SuppressMessage("Reliability", "CA2000", Justification = "The response disposes of what is registered with it.")]
    public async Task<IResult> HandleAsync(string runId, HttpContext context, string? after, string? wait)
    {
        var request = services.RequestOf(context.Request, after, wait);
        context.Response.RegisterForDispose(readers.Enter());
        var workspace = Workspace.Of(context);
        var followed = await runs.FollowAsync(workspace, runId, feeds.Find(runId), context.RequestAborted);
        if (followed is null)
        {
            return await StoredAsync(runId, request, context);
        }

        context.Response.RegisterForDispose(followed);
        var run = followed.Run;

        if (run.Header.Status.IsTerminal() && EventIds.IsEnd(request.After))
        {
            return TypedResults.NoContent();
        }

        var plan = await plans.FindAsync(workspace, run.Header.PlanHash, context.RequestAborted);
        if (plan is null)
        {
            return await StoredAsync(runId, request, context);
        }

        var lease = feeds.Open(run, plan, waiting, logger);
        context.Response.RegisterForDispose(lease);
        return services.Answer(request, await BeginAsync(lease.Feed, request, context.RequestAborted));
    }

    private async ValueTask<EventReading> BeginAsync(
        RunFeed feed,
        EventRequest request,
        CancellationToken cancellationToken
    )
    {
        if (services.Ids.NumberOf(request.After) is { } number && feed.Ring.Reaches(number))
        {
            return new([], feed.Ring, number, EventReading.All);
        }

        var start = await feed.BeginAsync(cancellationToken);
        var snapshot = new LiveEvent(EventNames.Snapshot, start.Snapshot) { Number = start.Number };
        return new([snapshot], feed.Ring, start.Number, EventReading.All);
    }

    /// <summary>The run has ended and its record is stored.</summary>
    private async ValueTask<IResult> StoredAsync(string runId, EventRequest request, HttpContext context)
    {
        var run = await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted);
        if (EventIds.IsEnd(request.After))
        {
            // A browser connects again until it is told that there is no content (WHATWG HTML, section 9.2).
            return TypedResults.NoContent();
        }

        var view = await reader.ViewAsync(run, context.RequestAborted);
        return services.Answer(
            request,
            new(StoredRun.Events(run.Header, view, services.Ids), Ring: null, After: 0, EventReading.All)
        );
    }
}
