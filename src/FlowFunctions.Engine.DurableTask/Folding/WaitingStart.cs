using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>What a run that waits for a place among those of its flow keeps until it starts.</summary>
/// <param name="start">What it will start from; without a key while that is not known.</param>
/// <param name="since">Since when it waits.</param>
internal sealed class WaitingStart(RunStart start, DateTimeOffset since)
{
    public RunStart Start { get; set; } = start;

    public DateTimeOffset Since => since;

    /// <summary>Whether it has its place. It may still be held, or not know its key.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>Since when somebody has paused it, or null. It keeps its place in the queue.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>How often it has asked whether it has a place.</summary>
    public int Questions { get; set; }

    /// <summary>Signals, which follow its start; at most <see cref="RunState.MaxKeptSignals"/>, as in a run that has started.</summary>
    public List<SignalReceived> Signals { get; } = [];

    /// <summary>Whether it may start.</summary>
    public bool IsReady => IsAdmitted && HeldSince is null && Start.ConcurrencyKey is not null;

    /// <summary>What a question needs: all that the key may look at, or nothing but the key.</summary>
    public RunStart StartForQuestion =>
        Start.ConcurrencyKey is { } key
            ? new()
            {
                RunId = Start.RunId,
                PlanHash = Start.PlanHash,
                Workspace = Start.Workspace,
                ConcurrencyKey = key,
            }
            : Start;
}
