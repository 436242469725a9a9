using System.Text.Json.Serialization;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Steps;

/// <summary>
/// What one execution of a step says. A step either ends (<see cref="Succeeded"/>, <see cref="Failed"/>, <see cref="RunEnded"/>)
/// or asks the machine for something; then it is executed again, as the same attempt, with the answer in
/// <see cref="StepResume"/>. So delays, signals, loops and subflows need no knowledge of step types in the machine and none of
/// engines in the step types.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Succeeded), "succeeded")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(PutOff), "putOff")]
[JsonDerivedType(typeof(Iterating), "iterating")]
[JsonDerivedType(typeof(Repeating), "repeating")]
[JsonDerivedType(typeof(Calling), "calling")]
[JsonDerivedType(typeof(RunEnded), "runEnded")]
public abstract record StepOutcome
{
    private StepOutcome() { }

    /// <summary>The step succeeded.</summary>
    /// <param name="Output">Its output.</param>
    /// <param name="Port">The port chosen, or null when the type has none.</param>
    public sealed record Succeeded(Payload Output, string? Port = null) : StepOutcome;

    /// <summary>The attempt failed; the machine decides on a retry.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Failed(StepError Error) : StepOutcome;

    /// <summary>The step waits for a time, a signal, or whichever comes first. At least one must be given.</summary>
    /// <param name="Until">The time to wait for.</param>
    /// <param name="Signal">The name of the signal to wait for.</param>
    /// <param name="Details">What is waited for, for people (an approval's title and assignee, for example), or null.</param>
    public sealed record Waiting(DateTimeOffset? Until, string? Signal, Payload? Details = null) : StepOutcome;

    /// <summary>
    /// The attempt was not begun, because a limit holds it up: execute it again then, with <see cref="StepResume.TurnCame"/>. Until then
    /// neither its timeout runs nor does it take a place among those that are executed.
    /// </summary>
    /// <param name="Until">When to ask again.</param>
    /// <param name="Ticket">Its place in the queue of whoever put it off.</param>
    /// <param name="Reason">Which limit it is, for people.</param>
    public sealed record PutOff(DateTimeOffset Until, long Ticket, string Reason) : StepOutcome;

    /// <summary>Run the loop's body once for each item.</summary>
    /// <param name="Items">A JSON array.</param>
    /// <param name="Count">Its length.</param>
    /// <param name="Concurrency">How many iterations may run at once; at least 1.</param>
    /// <param name="OnItemFailure">What a failed iteration does to the others.</param>
    public sealed record Iterating(Payload Items, int Count, int Concurrency, ItemFailureMode OnItemFailure)
        : StepOutcome;

    /// <summary>Run the loop's body once more.</summary>
    /// <param name="Item">What the iteration sees as <c>item</c>.</param>
    public sealed record Repeating(Payload Item) : StepOutcome;

    /// <summary>Start another flow and wait for its end.</summary>
    /// <param name="FlowId">The flow to start.</param>
    /// <param name="Input">Its input.</param>
    public sealed record Calling(string FlowId, Payload Input) : StepOutcome;

    /// <summary>The step succeeded and ends the whole run.</summary>
    /// <param name="Status"><see cref="RunStatus.Succeeded"/> or <see cref="RunStatus.Cancelled"/>.</param>
    /// <param name="Output">The run's output.</param>
    public sealed record RunEnded(RunStatus Status, Payload Output) : StepOutcome;
}

/// <summary>What a failed iteration does to the other iterations of its loop.</summary>
public enum ItemFailureMode
{
    /// <summary>The loop fails; no further iteration starts.</summary>
    Stop,

    /// <summary>The others go on; results tell which failed.</summary>
    Collect,
}
