using System.Text.Json;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Triggers;

/// <summary>A run that a trigger starts.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="RunId">The run's id.</param>
/// <param name="Value">What its expressions see under <c>trigger</c>: an object with <c>type</c> and <c>id</c>.</param>
internal sealed record TriggeredRun(ActiveTrigger Trigger, string RunId, Payload Value)
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    /// <summary>The run's input when the trigger says nothing of it; an object without members by default.</summary>
    public JsonElement Input { get; init; } = NoInput;

    /// <summary>The run's input whatever the trigger says of it; null for what the trigger says.</summary>
    public JsonElement? GivenInput { get; init; }

    /// <summary>Whether somebody may have started it before: then it is looked for first.</summary>
    public bool MayHaveBegun { get; init; }
}
