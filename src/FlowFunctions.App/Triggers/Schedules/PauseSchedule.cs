using FlowFunctions.App.Runs.Control;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary><c>POST /api/schedules/{id}/pause</c> and <c>resume</c>.</summary>
internal sealed class PauseSchedule(
    ScheduleReader reader,
    PauseStore pauses,
    TriggerRegistry registry,
    ListSchedules schedules,
    TimeProvider time
)
{
    public async Task<IResult> PauseAsync(string id, HttpContext context)
    {
        var (workspace, flowId, triggerId) = reader.Get(context, id).Trigger.Key;
        var reason = await ReasonBody.ReadAsync(context.Request);
        await pauses.PauseAsync(
            workspace,
            new TriggerPause(flowId, triggerId, time.GetUtcNow(), null, reason),
            context.RequestAborted
        );
        await registry.RefreshAsync(workspace, flowId, CancellationToken.None);
        return await schedules.HandleAsync(id, context);
    }

    public async Task<IResult> ResumeAsync(string id, HttpContext context)
    {
        var (workspace, flowId, triggerId) = reader.Get(context, id).Trigger.Key;
        await pauses.ResumeAsync(workspace, flowId, triggerId, context.RequestAborted);
        await registry.RefreshAsync(workspace, flowId, CancellationToken.None);
        return await schedules.HandleAsync(id, context);
    }
}
