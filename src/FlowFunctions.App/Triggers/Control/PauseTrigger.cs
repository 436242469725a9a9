using FlowFunctions.App.Runs.Control;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary><c>POST /api/triggers/{id}/pause</c> and <c>/resume</c>: whether a trigger starts runs, whatever versions its flow gets.</summary>
internal sealed class PauseTrigger(TriggerReader reader, PauseStore pauses, TriggerRegistry registry, TimeProvider time)
{
    public async Task<IResult> PauseAsync(string id, HttpContext context)
    {
        var key = reader.Get(context, id).Key;
        var reason = await ReasonBody.ReadAsync(context.Request);
        var pause = new TriggerPause(key.FlowId, key.TriggerId, time.GetUtcNow(), By: null, reason);
        await pauses.PauseAsync(key.Workspace, pause, context.RequestAborted);
        return await AnswerAsync(key, context);
    }

    public async Task<IResult> ResumeAsync(string id, HttpContext context)
    {
        var key = reader.Get(context, id).Key;
        await ReasonBody.ReadAsync(context.Request);
        await pauses.ResumeAsync(key.Workspace, key.FlowId, key.TriggerId, context.RequestAborted);
        return await AnswerAsync(key, context);
    }

    private async Task<IResult> AnswerAsync(TriggerKey key, HttpContext context)
    {
        // The change is made, whether or not somebody still waits for the answer.
        await registry.RefreshAsync(key.Workspace, key.FlowId, CancellationToken.None);
        return TriggerJson.Answer(await reader.ReadAsync(reader.Get(context, key.Id), context));
    }
}
