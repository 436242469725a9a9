using FlowFunctions.App.Limits.Values;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Limits.Scripts;

/// <summary>Counts how long scripts run, and lets none begin when the day's time is used up. One that runs is not broken off.</summary>
internal sealed class TimedScripts(IStepExecutor steps, LimitBook book, UsageBook usage, TimeProvider time)
    : IStepExecutor
{
    private const string ScriptType = "script";
    private const string Code = "Limits.ScriptSeconds";

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        if (request.Step.Type != ScriptType)
        {
            return await steps.ExecuteAsync(request, cancellationToken);
        }

        var used = await usage.ScriptSecondsAsync(request.Workspace);
        if ((await book.OfAsync(request.Workspace))[LimitKind.ScriptSeconds] is { } limit && used >= limit)
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

    /// <inheritdoc/>
    public StepOutcome ExecutePure(StepRequest request) => steps.ExecutePure(request);

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
