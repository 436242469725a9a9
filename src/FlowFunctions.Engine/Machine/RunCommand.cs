using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>Something an engine must do once the event that caused it is durable.</summary>
/// <param name="Id">Consecutive over the run's life, from 1, in order of emission.</param>
public abstract record RunCommand(int Id);

/// <summary>Execute a step attempt; answered by <see cref="StepCompleted"/>.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="Resume">The answer to what the attempt asked for before, or null for its first execution.</param>
public sealed record ExecuteStep(int Id, StepInstance Step, int Attempt, StepResume? Resume) : RunCommand(Id);

/// <summary>Arm a timer; answered by <see cref="TimerFired"/>.</summary>
/// <param name="Id">The command's and the timer's id.</param>
/// <param name="Due">When it runs out.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Step">The step it belongs to, or null for the run's own.</param>
public sealed record StartTimer(int Id, DateTimeOffset Due, TimerPurpose Purpose, StepInstance? Step) : RunCommand(Id);

/// <summary>A timer is not needed any more. If it fires all the same, the machine ignores it.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="TimerId">The timer's id.</param>
public sealed record CancelTimer(int Id, int TimerId) : RunCommand(Id);

/// <summary>Start a child run; answered by <see cref="ChildCompleted"/>.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Step">The step that waits for it.</param>
/// <param name="ChildRunId">The child's id, derived from the parent's and the command's.</param>
/// <param name="FlowId">The flow to start, or null for a part of a loop of the same plan.</param>
/// <param name="Input">The child's input.</param>
/// <param name="Chunk">The part of a loop to carry out, or null for a whole flow.</param>
public sealed record StartChild(
    int Id,
    StepInstance Step,
    string ChildRunId,
    string? FlowId,
    Payload Input,
    LoopChunk? Chunk
) : RunCommand(Id);

/// <summary>
/// Tell an execution (or a child run) to stop. It still answers, but the machine may have stopped to listen.
/// </summary>
/// <param name="Id">The command's id.</param>
/// <param name="CommandId">Id of the <see cref="ExecuteStep"/> or <see cref="StartChild"/>.</param>
public sealed record CancelStep(int Id, int CommandId) : RunCommand(Id);

/// <summary>The run has ended; always the last command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Result">How it ended.</param>
public sealed record CompleteRun(int Id, RunResult Result) : RunCommand(Id);

/// <summary>What a timer is for.</summary>
public enum TimerPurpose
{
    /// <summary>The flow's timeout.</summary>
    RunTimeout,

    /// <summary>The timeout of a step attempt.</summary>
    StepTimeout,

    /// <summary>The delay between two attempts.</summary>
    Retry,

    /// <summary>A time that a step waits for.</summary>
    Wait,
}
