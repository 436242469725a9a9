using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary><c>POST /api/triggers/{id}/fire</c>: starts a run as the trigger would, now, also when the trigger is paused or switched off.</summary>
internal sealed class FireTrigger(
    TriggerReader reader,
    TriggerStarter starter,
    StartRequests requests,
    TimeProvider time
)
{
    public async Task<IResult> HandleAsync(string id, HttpContext context, string? wait, CallbackParameters callback)
    {
        var patience = WaitTime.Parse(wait);
        var trigger = reader.Get(context, id);
        var body = await RequestBody.ReadAsync(context.Request, RequestLimits.MaxInputBytes);
        return await requests.AnswerAsync(
            context,
            patience,
            body,
            callback,
            () => starter.PrepareAsync(RunOf(trigger, FireBody.Read(body)), context.RequestAborted)
        );
    }

    private TriggeredRun RunOf(ActiveTrigger trigger, FireBody body)
    {
        var now = time.GetUtcNow();
        var runId = RunIds.New(now);
        var run = new TriggeredRun(trigger, runId, FiredByHand.ValueOf(trigger, runId, body.Trigger, now))
        {
            GivenInput = body.Input,
        };

        // What a request or a message says is the input where the trigger says nothing of it.
        return trigger.Definition is not ScheduleTrigger && body.Content is { } content
            ? run with
            {
                Input = content,
            }
            : run;
    }
}
