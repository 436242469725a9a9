namespace FlowFunctions.Engine.Machine;

/// <summary>What one event caused. Engines reuse one buffer for many runs; <see cref="Clear"/> it between events.</summary>
public sealed class CommandBuffer
{
    private readonly List<RunCommand> _commands = [];
    private readonly List<StepTransition> _transitions = [];

    /// <summary>The commands, in order of their ids.</summary>
    public IReadOnlyList<RunCommand> Commands => _commands;

    /// <summary>The changes of step states, in order; for records and live views.</summary>
    public IReadOnlyList<StepTransition> Transitions => _transitions;

    /// <summary>Steps that have ended and whose edges are still to be decided; a queue, so that long chains need no stack.</summary>
    internal Queue<StepInstance> Ended { get; } = new();

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        _commands.Clear();
        _transitions.Clear();
    }

    internal void Add(RunCommand command) => _commands.Add(command);

    internal void Add(StepTransition transition) => _transitions.Add(transition);
}
