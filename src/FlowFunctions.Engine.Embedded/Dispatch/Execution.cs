using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>One execution of a step attempt, waiting or going on.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A token source without a timer or wait handle holds nothing; disposing it would race with Cancel."
)]
internal sealed class Execution(Shard shard, string runId, int commandId, StepRequest request)
{
    private readonly CancellationTokenSource _cancellation = new();

    public StepRequest Request => request;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Tells the step to stop, without running its callbacks here.</summary>
    public void Cancel() => _ = _cancellation.CancelAsync();

    /// <summary>Hands the outcome to the run.</summary>
    public void Answer(StepOutcome outcome, DateTimeOffset at) =>
        shard.Post(new EventMessage(runId, new(new StepCompleted(at, commandId, outcome))));
}
