using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary><c>GET /api/schedules</c>: the schedules of published flows, page by page.</summary>
internal sealed class ListSchedules(ScheduleReader reader, ScheduleStore store, TimeProvider time)
{
    private const int ReadsAtOnce = 8;

    public async Task<IResult> HandleAsync(HttpContext context, string? flow, int? limit, string? continuation)
    {
        var size = PageSize.Of(limit);
        var after = AfterOf(context, continuation);
        var schedules = reader
            .List(context)
            .Where(schedule => string.IsNullOrEmpty(flow) || schedule.Key.FlowId == flow)
            .SkipWhile(schedule => string.CompareOrdinal(schedule.Key.Id, after) <= 0)
            .Take(size + 1)
            .ToArray();
        var page = schedules.Take(size).ToArray();
        var items = new ScheduleResource[page.Length];
        await Parallel.ForAsync(
            0,
            page.Length,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = context.RequestAborted },
            async (index, token) => items[index] = await ReadAsync(page[index], token)
        );
        return ScheduleJson.Answer(new ScheduleListResource(items, schedules.Length > size ? page[^1].Key.Id : null));
    }

    /// <summary><c>GET /api/schedules/{id}</c>: one of them.</summary>
    public async Task<IResult> HandleAsync(string id, HttpContext context) =>
        ScheduleJson.Answer(await ReadAsync(reader.Get(context, id).Trigger, context.RequestAborted));

    private async ValueTask<ScheduleResource> ReadAsync(ActiveTrigger trigger, CancellationToken cancellationToken)
    {
        var (workspace, flowId, triggerId) = trigger.Key;
        var state = await store.FindAsync(workspace, flowId, triggerId, cancellationToken);
        return ScheduleResource.Of(trigger, state, time.GetUtcNow());
    }

    private static string AfterOf(HttpContext context, string? continuation) =>
        string.IsNullOrEmpty(continuation) ? ""
        : TriggerKey.Parse(Workspace.Of(context), continuation) is not null ? continuation
        : throw new ProblemException(
            Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
        );
}
