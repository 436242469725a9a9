using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>Reads triggers for requests, with what they have done.</summary>
internal sealed class TriggerReader(
    TriggerRegistry registry,
    TriggerActivity activity,
    TriggerRecordStore records,
    IEnumerable<ITriggerCheck> checks,
    TimeProvider time
)
{
    private const int ReadsAtOnce = 16;

    /// <summary>The triggers of a workspace, by id.</summary>
    public IEnumerable<ActiveTrigger> All(string workspace) =>
        registry
            .Current.All.Where(trigger => trigger.Key.Workspace == workspace)
            .OrderBy(static trigger => trigger.Key.Id, StringComparer.Ordinal);

    /// <summary>A trigger.</summary>
    /// <exception cref="ProblemException">404: no published flow has it.</exception>
    public ActiveTrigger Get(HttpContext context, string id) =>
        TriggerKey.Parse(Workspace.Of(context), id) is { } key && registry.Current.Find(key) is { } trigger
            ? trigger
            : throw new ProblemException(
                Problem.NotFound(
                    "Trigger.NotFound",
                    $"No published flow has a trigger '{id}'. GET /api/triggers lists those there are, as FLOW.TRIGGER."
                )
            );

    /// <summary>A trigger as callers see it.</summary>
    public async ValueTask<TriggerResource> ReadAsync(ActiveTrigger trigger, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var key = trigger.Key;
        var stored = await records.GetAsync(key.Workspace, key.FlowId, key.TriggerId, cancellation);
        var done = stored.With(activity.Since(key));
        var definition = trigger.Definition;
        return new TriggerResource(
            key.Id,
            key.FlowId,
            key.TriggerId,
            definition.Type,
            definition.Name,
            TriggerText.Summary(key.Workspace, definition),
            trigger.Version,
            definition.Enabled,
            trigger.IsFlowEnabled,
            trigger.IsPaused,
            trigger.Fires
        )
        {
            Url = definition is WebhookTrigger webhook ? UrlOf(context.Request, key.Workspace, webhook) : null,
            Auth = definition is WebhookTrigger hook ? TriggerText.AuthOf(hook) : null,
            PausedAt = trigger.Pause?.At,
            PausedBy = trigger.Pause?.By,
            PauseReason = trigger.Pause?.Reason,
            NextAt =
                definition is ScheduleTrigger
                    ? ScheduleResource.Of(trigger, state: null, time.GetUtcNow()).NextAt
                    : null,
            Problem = await ProblemOfAsync(trigger, cancellation),
            Started = done.Started,
            Refused = done.Refused,
            LastFiredAt = done.LastFiredAt,
            LastRunId = done.LastRunId,
            LastError = done.LastError is { } error ? new(error.Code, error.Message, error.At) : null,
        };
    }

    /// <summary>Several triggers as callers see them, in their order.</summary>
    public async Task<TriggerResource[]> ReadAsync(IReadOnlyList<ActiveTrigger> triggers, HttpContext context)
    {
        var read = new TriggerResource[triggers.Count];
        await Parallel.ForAsync(
            0,
            triggers.Count,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = context.RequestAborted },
            async (at, _) => read[at] = await ReadAsync(triggers[at], context)
        );
        return read;
    }

    private async ValueTask<TriggerProblem?> ProblemOfAsync(ActiveTrigger trigger, CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            if (await check.CheckAsync(trigger, cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string UrlOf(HttpRequest request, string workspace, WebhookTrigger webhook) =>
        $"{request.Scheme}://{request.Host.Value}{TriggerText.PathOf(workspace, webhook)}";
}
