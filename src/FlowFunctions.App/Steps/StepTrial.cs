using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Steps.Logs;

namespace FlowFunctions.App.Steps;

/// <summary>A step that is about to be tried.</summary>
/// <param name="Request">The step and what it sees.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="Execute">Carries it out.</param>
/// <param name="Time">The clock.</param>
internal sealed record StepTrial(
    StepRequest Request,
    TimeSpan Timeout,
    Func<IStepLogs, IStepExecutor> Execute,
    TimeProvider Time
)
{
    /// <summary>What a step that would go on in a run fails with.</summary>
    public const string NeedsRun = "StepType.NeedsRun";

    /// <summary>Carries the step out.</summary>
    /// <param name="mostLines">How many lines of its log are shown.</param>
    /// <param name="take">Gets each line.</param>
    /// <param name="cancellationToken">Nobody wants the result any more.</param>
    public async Task<StepTestResource> RunAsync(
        int mostLines,
        Action<StepTestLine> take,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using var log = new StepTestLog(Time, mostLines, take);
        var start = Time.GetTimestamp();
        var outcome = await Execute(log).ExecuteAsync(Request, either.Token);
        cancellationToken.ThrowIfCancellationRequested();
        var took = Math.Round(Time.GetElapsedTime(start).TotalMilliseconds, 3);
        return ResourceOf(outcome, took, limit.IsCancellationRequested);
    }

    /// <summary>Says that a step of a type can be tried in a run only.</summary>
    public static string NeedsRunMessage(string type) =>
        $"A step of type '{type}' waits, loops or calls another flow, so it can be tested in a run only. Start a run of a flow that has it.";

    private StepTestResource ResourceOf(StepOutcome outcome, double took, bool isLate) =>
        outcome switch
        {
            StepOutcome.Succeeded done => new(nameof(StepStatus.Succeeded), took)
            {
                Output = done.Output.Element,
                Port = done.Port,
            },
            StepOutcome.RunEnded ended => new(nameof(StepStatus.Succeeded), took)
            {
                Output = ended.Output.Element,
                EndsRun = true,
            },
            StepOutcome.Failed { Error.Code: ErrorCodes.Cancelled } when isLate => new(
                nameof(StepStatus.TimedOut),
                took
            )
            {
                Error = TimedOut(),
            },
            StepOutcome.Failed { Error: var error } => new(nameof(StepStatus.Failed), took)
            {
                Error = new(error.Code, error.Message, error.Retryable, error.Details?.Element),
            },
            _ => new(nameof(StepStatus.Failed), took)
            {
                Error = new(NeedsRun, NeedsRunMessage(Request.Step.Type), Retryable: false, Details: null),
            },
        };

    private StepTestError TimedOut() =>
        new(
            ErrorCodes.Timeout,
            $"The step took longer than {Duration.Format(Timeout)}.",
            Retryable: true,
            Details: null
        );
}
