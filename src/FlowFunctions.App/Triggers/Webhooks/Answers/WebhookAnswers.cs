using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Triggers.Webhooks.Deliveries;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>Answers senders, once a delivery's run is started.</summary>
internal sealed class WebhookAnswers(RunStarter starter, RunReader reader, RunEnds ends, ResponseWait responses)
{
    /// <summary>What callers and proxies in between endure at most.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Answers as the webhook says. A delivery that came before is answered for the run that it started then.</summary>
    public async Task<IResult> AnswerAsync(Delivery delivery, DeliveredRun run, CancellationToken cancellationToken)
    {
        var webhook = delivery.Webhook.Definition;
        var patience = webhook.Timeout < LongestWait ? webhook.Timeout : LongestWait;
        var workspace = delivery.Webhook.Trigger.Key.Workspace;
        return webhook.Respond switch
        {
            WebhookResponse.WhenFinished => await EndAsync(workspace, run, patience, cancellationToken),
            WebhookResponse.ByStep => await ResponseAsync(workspace, run, patience, cancellationToken),
            _ => new AcceptedAnswer(run.RunId),
        };
    }

    private async Task<IResult> EndAsync(
        string workspace,
        DeliveredRun run,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var result =
            (run.IsNew ? null : await FindEndAsync(workspace, run.RunId, cancellationToken))
            ?? await starter.WaitAsync(run.RunId, patience, cancellationToken)
            ?? await FindEndAsync(workspace, run.RunId, cancellationToken);
        return result is null
            ? new AcceptedAnswer(run.RunId)
            : EndAnswer.Of(run.RunId, result with { Output = await ends.LoadAsync(result.Output, cancellationToken) });
    }

    private async ValueTask<RunResult?> FindEndAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken
    ) =>
        await reader.FindAsync(workspace, runId, cancellationToken) is { } run && run.Header.Status.IsTerminal()
            ? await ends.OfAsync(run, cancellationToken)
            : null;

    private async Task<IResult> ResponseAsync(
        string workspace,
        DeliveredRun run,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var answer = await responses.WaitAsync(workspace, run.RunId, patience, cancellationToken);
        return answer.Response is { } response ? new StepAnswer(response)
            : answer.End is { } end ? EndAnswer.Of(run.RunId, end)
            : new AcceptedAnswer(run.RunId);
    }
}
