namespace FlowFunctions.Engine.Machine;

/// <summary>
/// Decides what a run does next. A pure fold: no clock, no I/O, no randomness; the same events give the same commands for ever, on
/// every machine. That is what live runs, crash recovery and the replay of a Durable Functions history have in common.
/// </summary>
/// <remarks>
/// The cost of an event is proportional to the edges it decides, not to the steps of the flow. The rules (joins, edges, failures,
/// loops, control) are described in <c>docs/engine.md</c>.
/// </remarks>
public static class RunMachine
{
    /// <summary>Applies one event to a run.</summary>
    /// <param name="state">The run; changed.</param>
    /// <param name="runEvent">What happened. Late or repeated answers, and any event after the run's end, change nothing.</param>
    /// <param name="buffer">Receives what the event caused.</param>
    /// <exception cref="InvalidOperationException">The first event is not <see cref="RunStarted"/>, or a later one is.</exception>
    public static void Apply(RunState state, RunEvent runEvent, CommandBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(runEvent);
        ArgumentNullException.ThrowIfNull(buffer);
        if (state.Start is null != runEvent is RunStarted)
        {
            throw new InvalidOperationException("A run's history begins with RunStarted, and has only one.");
        }

        if (state.Result is null)
        {
            new Turn(state, buffer, runEvent.At).Apply(runEvent);
        }
    }
}
