using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Bench.Recovery;

/// <summary>
/// What a run is, apart from what an engine keeps to carry it on: its id, its events with their payloads, and the bytes of its history. Keeps
/// what a recorder is told as if it had been read from a record, so that the heap that this takes can be measured.
/// </summary>
internal sealed class OwnData : IRunRecorder
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HistoryWriter> _histories = new(StringComparer.Ordinal);

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        lock (_lock)
        {
            if (!_histories.TryGetValue(state.RunId, out var history))
            {
                _histories.Add(state.RunId, history = new());
            }

            history.Append(runEvent);
        }
    }

    /// <summary>The average heap of a run's events as objects, and the average length of its history in bytes.</summary>
    public (double Heap, double Bytes) Measure()
    {
        var histories = _histories.Values.Select(static history => history.ToArray()).ToArray();
        var events = new RunEvent[histories.Length][];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < histories.Length; index++)
        {
            events[index] = [.. HistoryReader.Read(histories[index])];
        }

        var heap = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(events);
        return ((double)heap / histories.Length, histories.Average(static history => history.Length));
    }
}
