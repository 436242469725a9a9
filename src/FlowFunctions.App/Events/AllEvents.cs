using System.Diagnostics.CodeAnalysis;
using FlowFunctions.App.Events.Feeds;
using FlowFunctions.App.Events.Streams;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Events;

/// <summary><c>GET /api/events</c>: how the runs of a workspace begin, pause and end.</summary>
internal sealed class AllEvents(AllRunsFeed feed, EventReaders readers, EventServices services)
{
    [SuppressMessage("Reliability", "CA2000", Justification = "The response disposes of what is registered with it.")]
    public IResult Handle(HttpContext context, string? flow, string? status, string? after, string? wait)
    {
        var request = services.RequestOf(context.Request, after, wait);
        var workspace = Workspace.Of(context);
        var filter = RunQueries.Of(workspace, new RunFilter { Flow = flow, Status = status });
        context.Response.RegisterForDispose(readers.Enter());
        var lease = feed.Open(workspace);
        context.Response.RegisterForDispose(lease);
        return services.Answer(request, Begin(lease.Ring, request, told => Matches(filter, told.Run!)));
    }

    private EventReading Begin(EventRing ring, EventRequest request, Predicate<LiveEvent> wants)
    {
        if (services.Ids.NumberOf(request.After) is { } number && ring.Reaches(number))
        {
            return new([], ring, number, wants);
        }

        var last = ring.Last;
        var ready = new LiveEvent(EventNames.Ready, "{}"u8.ToArray()) { Number = last };
        return new([ready], ring, last, wants);
    }

    private static bool Matches(RunQuery filter, RunHeader run) =>
        run.Workspace == filter.Workspace
        && (filter.FlowId is null || run.FlowId == filter.FlowId)
        && (filter.Status is null || run.Status == filter.Status);
}
