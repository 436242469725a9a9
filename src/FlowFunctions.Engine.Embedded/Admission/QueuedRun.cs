using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Embedded.Admission;

/// <summary>What a run that waits for admission keeps until then.</summary>
/// <param name="start">What it will start from.</param>
/// <param name="since">Since when it waits.</param>
internal sealed class QueuedRun(RunStart start, DateTimeOffset since)
{
    public RunStart Start => start;

    public DateTimeOffset Since => since;

    /// <summary>Whether its record has been made.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>The rank that the journal has for it; see <see cref="AdmissionTicket.Rank"/>.</summary>
    public long Rank { get; init; }

    /// <summary>Since when somebody has paused it, or null; then it is not in the queue.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>Signals, which follow its first event; at most <see cref="RunState.MaxKeptSignals"/>, as in a run that has started.</summary>
    public List<SignalReceived> Signals { get; } = [];

    /// <summary>What came when it had a place already, but had not started yet.</summary>
    public List<RunInput> Late { get; } = [];

    /// <summary>Takes back what a journal has kept for it.</summary>
    public void Restore(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case SignalReceived signal:
                Signals.Add(signal);
                break;
            case ControlRequested { Control: RunControl.Pause }:
                HeldSince ??= runEvent.At;
                break;
            default:
                HeldSince = null;
                break;
        }
    }
}
