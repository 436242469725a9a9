using FlowFunctions.App.Runs.Control;

namespace FlowFunctions.App.Triggers.Control;

/// <summary><c>POST /api/triggers/{id}/pause</c> and <c>/resume</c>: whether a trigger starts runs, whatever versions its flow gets.</summary>
internal sealed class PauseTrigger(TriggerReader reader, TriggerPauses pauses)
{
    public async Task<IResult> PauseAsync(string id, HttpContext context)
    {
        var key = reader.Get(context, id).Key;
        await pauses.PauseAsync(key, await ReasonBody.ReadAsync(context.Request), context.RequestAborted);
        return await AnswerAsync(key, context);
    }

    public async Task<IResult> ResumeAsync(string id, HttpContext context)
    {
        var key = reader.Get(context, id).Key;
        await ReasonBody.ReadAsync(context.Request);
        await pauses.ResumeAsync(key, context.RequestAborted);
        return await AnswerAsync(key, context);
    }

    private async Task<IResult> AnswerAsync(TriggerKey key, HttpContext context) =>
        TriggerJson.Answer(await reader.ReadAsync(reader.Get(context, key.Id), context));
}
