using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>Tells a recorder everything that happened to a run, as it was told when it happened.</summary>
/// <param name="history">What happened.</param>
/// <param name="plan">The plan of the run.</param>
/// <param name="recorder">Who is told.</param>
internal sealed class RunTelling(RunHistory history, Plan plan, IRunRecorder recorder)
{
    private readonly CommandBuffer _effects = new();

    /// <summary>Sees each event with its size in the journal and what it caused.</summary>
    public Action<RunEvent, int, CommandBuffer>? Observe { get; init; }

    /// <summary>Puts starts that are stored as a whole into the events that refer to them.</summary>
    /// <returns>Where the run's start is stored, or null when the journal holds it.</returns>
    /// <inheritdoc cref="LargeValues.LoadBytesAsync" path="/exception"/>
    public static async ValueTask<PayloadReference?> LoadStartAsync(
        RunHistory history,
        LargeValues values,
        CancellationToken cancellationToken
    )
    {
        if (history.Queued is { } queued)
        {
            await values.LoadStartAsync(queued, cancellationToken);
        }

        return await values.LoadStartAsync(history.Start, cancellationToken);
    }

    /// <summary>Tells of a run that was admitted.</summary>
    /// <param name="state">A run without events; has them afterwards.</param>
    public void TellStarted(RunState state)
    {
        if (history.Queued is { } queued)
        {
            recorder.RecordQueued(new RunState(plan, queued.Started.ToCore()), TimeOf(queued.At));
        }

        foreach (var wire in history.Applied)
        {
            var runEvent = wire.ToCore();
            RunMachine.Apply(state, runEvent, _effects);
            recorder.Record(state, runEvent, _effects);
            Observe?.Invoke(runEvent, wire.CalculateSize(), _effects);
            _effects.Clear();
        }
    }

    /// <summary>Tells of a run that waits for admission, or ended while it did.</summary>
    /// <param name="state">The run; see <see cref="RunState.Queued"/>.</param>
    public void TellQueued(RunState state)
    {
        recorder.RecordQueued(state, TimeOf(history.Start.At));
        if (history.Result is { } result)
        {
            var last = history.Kept.LastOrDefault() ?? history.Start;
            recorder.RecordNeverStarted(state, result.ToCore(), TimeOf(last.At));
        }
    }

    private static DateTimeOffset TimeOf(long ticks) => new(ticks, TimeSpan.Zero);
}
