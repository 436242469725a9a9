using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.Embedded.Children;

/// <summary>A child run that a run waits for.</summary>
internal sealed class ChildLink(StartChild command)
{
    public StartChild Command => command;

    /// <summary>Whether its start has been handed to its shard.</summary>
    public bool IsStarted { get; set; }

    /// <summary>Whether its parent gave it up before that.</summary>
    public bool IsCancelled { get; set; }
}

/// <summary>Who called a run; the default for a run that nobody called.</summary>
/// <param name="Command">Id of the parent's command that its end answers, or 0.</param>
/// <param name="Ticket">The place of the nearest run above it that has one, or null.</param>
internal readonly record struct ParentLink(int Command, AdmissionTicket? Ticket)
{
    public bool IsChild => Command != 0;
}
