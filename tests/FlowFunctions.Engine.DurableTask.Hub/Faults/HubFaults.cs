namespace FlowFunctions.Engine.DurableTask.Hub.Faults;

/// <summary>What goes wrong in a hub. Each is a probability, 0 to 1, of one occasion; what is certain to happen again and again never ends.</summary>
internal sealed record HubFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static HubFaults None { get; } = new();

    /// <summary>A message is delivered twice, in the same turn or in a later one.</summary>
    public double DuplicateMessage { get; init; }

    /// <summary>An activity is executed twice and both results are delivered.</summary>
    public double DuplicateActivity { get; init; }

    /// <summary>A turn takes only some of the waiting messages, in another order; what is raised to an instance keeps its order.</summary>
    public double Reorder { get; init; }

    /// <summary>The worker is gone when it has answered a turn: the answer is lost and the turn asked again, perhaps with more messages.</summary>
    public double TurnLost { get; init; }

    /// <summary>A lost turn had already sent its messages: activities and timers come twice. Asked only when a turn is lost.</summary>
    public double TurnLostAfterSending { get; init; }

    /// <summary>The result of an activity is lost and the activity executed again.</summary>
    public double ActivityLost { get; init; }

    /// <summary>The call of a turn breaks, before or after the worker carried it out: the instance fails.</summary>
    public double TurnBroken { get; init; }

    /// <summary>The call of an activity breaks, before or after the worker executed it: the orchestrator gets <c>TaskFailed</c>.</summary>
    public double ActivityBroken { get; init; }

    /// <summary>A timer fires up to a second before its time, unless it is set for less than that.</summary>
    public double EarlyTimer { get; init; }
}
