using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Deliveries;

/// <summary>Starts the runs of deliveries, one for each however often it comes.</summary>
internal sealed class WebhookStarts(ClaimedStarts starts, DeliveryKeys keys, TriggerStarter starter, TimeProvider time)
{
    // No caller's Idempotency-Key can hold it, so that none can ever stand for a delivery.
    private const char Mark = '\u0001';
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(365);

    /// <summary>Starts a delivery's run, or finds the one that it has started before.</summary>
    /// <exception cref="ProblemException">400: it cannot be started from what came; 409: a copy of a signed request; 429 and 503: not now.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage cannot be reached, so nobody knows whether it has started a run before.</exception>
    public async Task<DeliveredRun> StartAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (keys.Of(delivery) is not { } key)
        {
            var run = RunOf(delivery, RunIds.New(time.GetUtcNow()));
            await starter.StartAsync(run, cancellationToken);
            return new(run.RunId, IsNew: true);
        }

        var keep = KeepFor(delivery.Webhook.Definition);
        if (key.Replay is { } replay)
        {
            await RefuseCopyAsync(delivery.Webhook.Trigger, replay, key.Text, keep, cancellationToken);
        }

        return await starts.StartAsync(
            ClaimOf(delivery.Webhook.Trigger, $"delivery {key.Text}", "", keep),
            async (claim, token) =>
            {
                if (claim.HasBegun)
                {
                    TriggerMetrics.Fired(delivery.Webhook.Definition.Type, "duplicate");
                    return new DeliveredRun(claim.RunId, IsNew: false);
                }

                var run = RunOf(delivery, claim.RunId) with { MayHaveBegun = !claim.IsNew };
                return new DeliveredRun(run.RunId, await starter.StartAsync(run, token));
            },
            cancellationToken
        );
    }

    private static TriggeredRun RunOf(Delivery delivery, string runId) =>
        new(delivery.Webhook.Trigger, runId, delivery.Value) { Input = delivery.Input };

    // A signature is remembered at least as long as its time is accepted.
    private static TimeSpan KeepFor(WebhookTrigger webhook)
    {
        var signed = webhook.Auth is { } auth ? 2 * auth.Tolerance : TimeSpan.Zero;
        var longest = signed > webhook.DedupeTtl ? signed : webhook.DedupeTtl;
        return longest < LongestKeep ? longest : LongestKeep;
    }

    private async Task RefuseCopyAsync(
        ActiveTrigger trigger,
        string replay,
        string key,
        TimeSpan keep,
        CancellationToken cancellationToken
    )
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var claim = ClaimOf(trigger, $"signature {replay}", hash, keep);
        await starts.ClaimAsync(claim, cancellationToken);
    }

    private static ClaimedKey ClaimOf(ActiveTrigger trigger, string what, string hash, TimeSpan keep) =>
        new(trigger.Key.Workspace, $"{Mark}{trigger.Key.Id} {trigger.Generation} {what}", hash, keep, Copied());

    private static Problem Copied() =>
        Problem.Conflict(
            "Webhook.Replayed",
            "This signed request came before with another key, so it is a copy. Sign each request anew."
        );
}

/// <summary>The run of a delivery.</summary>
/// <param name="RunId">The run.</param>
/// <param name="IsNew">Whether this request started it; false when an earlier one did.</param>
internal readonly record struct DeliveredRun(string RunId, bool IsNew);
