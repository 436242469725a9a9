using FlowFunctions.App.Runs.Control;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary><c>POST /api/schedules/{id}/pause</c> and <c>resume</c>.</summary>
internal sealed class PauseSchedule(ScheduleReader reader, TriggerPauses pauses, ListSchedules schedules)
{
    public async Task<IResult> PauseAsync(string id, HttpContext context)
    {
        var key = reader.Get(context, id).Trigger.Key;
        await pauses.PauseAsync(key, await ReasonBody.ReadAsync(context.Request), context.RequestAborted);
        return await schedules.HandleAsync(id, context);
    }

    public async Task<IResult> ResumeAsync(string id, HttpContext context)
    {
        await pauses.ResumeAsync(reader.Get(context, id).Trigger.Key, context.RequestAborted);
        return await schedules.HandleAsync(id, context);
    }
}
