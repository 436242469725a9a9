using FlowFunctions.App.Limits.Rates;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Webhooks.Answers;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using FlowFunctions.App.Triggers.Webhooks.Deliveries;
using FlowFunctions.App.Triggers.Webhooks.Routing;

namespace FlowFunctions.App.Triggers.Webhooks;

/// <summary><c>ANY /hooks/{workspace}/{path}</c>: a request from outside starts a run.</summary>
internal sealed class ReceiveWebhook(
    WebhookRouting routing,
    WebhookAuthenticator authenticator,
    WebhookStarts starts,
    WebhookAnswers answers,
    BodyBudget budget,
    RequestRates rates,
    TriggerActivity activity,
    TimeProvider time
)
{
    public async Task<IResult> HandleAsync(string workspace, string? path, HttpContext context)
    {
        var match = routing.Find(workspace, path ?? "", context.Request.Method);
        if (match.Target is not { } webhook)
        {
            TriggerMetrics.Delivered("unmatched");
            return match.Allow is { } allow ? WebhookProblems.MethodNotAllowed(allow) : WebhookProblems.NotFound();
        }

        try
        {
            return await ReceiveAsync(match, path!, context);
        }
        catch (Exception exception) when (ExceptionProblems.Of(exception) is { } problem)
        {
            TriggerMetrics.Delivered(problem.Status < StatusCodes.Status500InternalServerError ? "refused" : "failed");

            // The starter has noted what it could make no input of.
            if (problem.Code is not ("Trigger.Input" or "Input.Invalid"))
            {
                Refused(webhook, problem.Code, problem.Detail);
            }

            if (WebhookProblems.ForStrangers(problem) is not { } told)
            {
                throw;
            }

            return new ProblemResult(told);
        }
    }

    private async Task<IResult> ReceiveAsync(RouteMatch<ActiveWebhook> match, string path, HttpContext context)
    {
        var webhook = match.Target!;

        // Where a key or a password is asked for, nobody without it makes the app read a body.
        var isProvenLater = webhook.Scheme is not null;
        var early = isProvenLater ? Proof.NotNeeded : await ProveAsync(webhook, context, default);
        if (!early.IsGood)
        {
            return Unauthorized(webhook, early);
        }

        using var body = await PooledBody.ReadAsync(context.Request, WebhookLimits.MaxBodyBytes, budget);
        var proof = isProvenLater ? await ProveAsync(webhook, context, body.Content) : early;
        return proof.IsGood ? await TakeAsync(match, proof, path, body.Content, context) : Unauthorized(webhook, proof);
    }

    /// <summary>The owner finds the reason at the trigger; strangers are told nothing.</summary>
    private IResult Unauthorized(ActiveWebhook webhook, Proof proof)
    {
        TriggerMetrics.Delivered("unauthorized");
        Refused(webhook, "Webhook.Unauthorized", $"A request did not prove who sent it. {proof.Reason}");
        return WebhookProblems.Unauthorized(webhook.Definition.Auth);
    }

    private void Refused(ActiveWebhook webhook, string code, string why) =>
        activity.Refused(webhook.Trigger.Key, code, why, time.GetUtcNow());

    private ValueTask<Proof> ProveAsync(ActiveWebhook webhook, HttpContext context, ReadOnlyMemory<byte> body) =>
        authenticator.CheckAsync(webhook, context.Request.Headers, body, context.RequestAborted);

    private async Task<IResult> TakeAsync(
        RouteMatch<ActiveWebhook> match,
        Proof proof,
        string path,
        ReadOnlyMemory<byte> content,
        HttpContext context
    )
    {
        var webhook = match.Target!;
        await rates.TakeAsync(webhook.Trigger.Key.Workspace);
        var (text, body) = await WebhookBody.ReadAsync(context.Request.ContentType, content, context.RequestAborted);
        if (webhook.Preset == "slack" && SlackChallenge.Of(body) is { } challenge)
        {
            TriggerMetrics.Delivered("challenge");
            return challenge;
        }

        var id = DeliveryIds.Find(webhook.Preset, proof, context.Request.Headers, body);
        var value = new WebhookValue
        {
            TriggerId = webhook.Trigger.Key.TriggerId,
            Request = context.Request,
            Path = path,
            Parameters = match.Parameters,
            Auth = webhook.Definition.Auth,
            Body = text,
            DeliveryId = id,
            ReceivedAt = time.GetUtcNow(),
        };
        return await AnswerAsync(new Delivery(webhook, proof, id, value.ToPayload(), body), context);
    }

    private async Task<IResult> AnswerAsync(Delivery delivery, HttpContext context)
    {
        DeliveredRun run;
        try
        {
            run = await starts.StartAsync(delivery, context.RequestAborted);
        }
        catch (ProblemException exception) when (exception.Problem.Code == TriggerStarter.GoneCode)
        {
            // What takes its place is known in a moment; the sender shall not believe that nobody is here.
            throw WebhookProblems.Changing();
        }

        TriggerMetrics.Delivered(run.IsNew ? "started" : "duplicate");
        if (!run.IsNew)
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
        }

        return await answers.AnswerAsync(delivery, run, context.RequestAborted);
    }
}
