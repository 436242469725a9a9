using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>What one event caused. Engines reuse one buffer for all events; <see cref="Clear"/> it between them.</summary>
public sealed class CommandBuffer
{
    private readonly List<RunCommand> _commands = [];
    private readonly List<StepTransition> _transitions = [];

    /// <summary>The commands, in order of their ids.</summary>
    public IReadOnlyList<RunCommand> Commands => _commands;

    /// <summary>The changes of step states, in order; for records and live views.</summary>
    public IReadOnlyList<StepTransition> Transitions => _transitions;

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        _commands.Clear();
        _transitions.Clear();
    }

    internal void Add(RunCommand command) => _commands.Add(command);

    internal void Add(StepTransition transition) => _transitions.Add(transition);
}

/// <summary>A change of a step's state.</summary>
/// <param name="Step">The step; its other properties are those at the end of the event.</param>
/// <param name="Status">The state it came into.</param>
/// <param name="At">When.</param>
public readonly record struct StepTransition(StepInstance Step, StepStatus Status, DateTimeOffset At);
