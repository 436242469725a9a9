using FlowFunctions.App.Limits.Values;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Limits.Scripts;

/// <summary>Counts how long scripts run, and lets none begin when the day's time is used up. One that runs is not broken off.</summary>
internal sealed class ScriptTime(UsageBook usage, TimeProvider time)
{
    /// <summary>The step type that runs scripts.</summary>
    public const string StepType = "script";

    /// <summary>What a step fails with.</summary>
    public const string Code = "Limits.ScriptSeconds";

    /// <summary>Runs a script, unless the day's time is used up.</summary>
    public async ValueTask<StepOutcome> ExecuteAsync(
        IStepExecutor steps,
        StepRequest request,
        WorkspaceLimits limits,
        CancellationToken cancellationToken
    )
    {
        var used = await usage.ScriptSecondsAsync(request.Workspace);
        if (limits[LimitKind.ScriptSeconds] is { } limit && used >= limit)
        {
            LimitMetrics.Refused("scriptSeconds");
            return new StepOutcome.Failed(NoTime(used, limit));
        }

        var began = time.GetTimestamp();
        try
        {
            return await steps.ExecuteAsync(request, cancellationToken);
        }
        finally
        {
            usage.AddScript(request.Workspace, time.GetElapsedTime(began));
        }
    }

    private StepError NoTime(double used, long limit)
    {
        var now = time.GetUtcNow();
        var until = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return new StepError
        {
            Code = Code,
            Message = LimitProblems.NoScriptTime(used, limit, until),
            Retryable = true,
            RetryAfter = until - now,
        };
    }
}
