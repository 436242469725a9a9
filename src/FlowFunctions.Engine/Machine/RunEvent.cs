using System.Text.Json.Serialization;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>Something that happened to a run. The sequence of a run's events is its history; folding it gives its state.</summary>
/// <param name="At">When it happened; the only clock the machine knows.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "runStarted")]
[JsonDerivedType(typeof(StepCompleted), "stepCompleted")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(SignalReceived), "signalReceived")]
[JsonDerivedType(typeof(ChildCompleted), "childCompleted")]
[JsonDerivedType(typeof(ControlRequested), "controlRequested")]
public abstract record RunEvent(DateTimeOffset At);

/// <summary>The run was started; always the first event.</summary>
/// <param name="At">When.</param>
/// <param name="Start">What it starts from.</param>
public sealed record RunStarted(DateTimeOffset At, RunStart Start) : RunEvent(At);

/// <summary>An execution of a step has answered.</summary>
/// <param name="At">When.</param>
/// <param name="CommandId">Id of the <see cref="ExecuteStep"/> that it answers.</param>
/// <param name="Outcome">The answer.</param>
public sealed record StepCompleted(DateTimeOffset At, int CommandId, StepOutcome Outcome) : RunEvent(At);

/// <summary>A timer has run out.</summary>
/// <param name="At">When.</param>
/// <param name="TimerId">Id of the <see cref="StartTimer"/> that armed it.</param>
public sealed record TimerFired(DateTimeOffset At, int TimerId) : RunEvent(At);

/// <summary>Somebody sent the run a signal.</summary>
/// <param name="At">When.</param>
/// <param name="Name">The signal's name.</param>
/// <param name="Payload">What it carries.</param>
public sealed record SignalReceived(DateTimeOffset At, string Name, Payload Payload) : RunEvent(At);

/// <summary>A child run has ended.</summary>
/// <param name="At">When.</param>
/// <param name="CommandId">Id of the <see cref="StartChild"/> that started it.</param>
/// <param name="Result">How it ended.</param>
public sealed record ChildCompleted(DateTimeOffset At, int CommandId, RunResult Result) : RunEvent(At);

/// <summary>Somebody asked the run to change its course.</summary>
/// <param name="At">When.</param>
/// <param name="Control">What is asked.</param>
/// <param name="Reason">Why, for people; or null.</param>
public sealed record ControlRequested(DateTimeOffset At, RunControl Control, string? Reason = null) : RunEvent(At);
