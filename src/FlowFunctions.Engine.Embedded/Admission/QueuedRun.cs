using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Embedded.Admission;

/// <summary>What a run that waits for admission keeps until then.</summary>
/// <param name="start">What it will start from.</param>
/// <param name="since">Since when it waits.</param>
internal sealed class QueuedRun(RunStart start, DateTimeOffset since)
{
    private long _keptBytes;

    public RunStart Start => start;

    public DateTimeOffset Since => since;

    /// <summary>Whether its record has been made.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>Since when somebody has paused it, or null; then it is not in the queue.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>Signals, and a pause that came too late to keep it from being admitted; they follow its first event.</summary>
    public List<RunEvent> Kept { get; } = [];

    /// <summary>Keeps an event.</summary>
    /// <returns>False when there is no room for it.</returns>
    public bool TryKeep(RunEvent runEvent, int bytes, int maxBytes)
    {
        if (Kept.Count >= RunState.MaxKeptSignals || _keptBytes + bytes > maxBytes)
        {
            return false;
        }

        _keptBytes += bytes;
        Kept.Add(runEvent);
        return true;
    }

    /// <summary>Takes back what a journal has kept for it.</summary>
    public void Restore(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case ControlRequested { Control: RunControl.Pause }:
                HeldSince ??= runEvent.At;
                break;
            case ControlRequested { Control: RunControl.Resume }:
                HeldSince = null;
                break;
            default:
                Kept.Add(runEvent);
                break;
        }
    }
}
