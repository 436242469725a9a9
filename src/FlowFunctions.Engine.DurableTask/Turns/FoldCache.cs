using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.DurableTask.Folding;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>A fold and up to where it has come.</summary>
/// <param name="Fold">The fold.</param>
/// <param name="Events">Number of events that it has taken in.</param>
/// <param name="LastTurn">
/// What the last turn brought. If its answer was lost, another worker may have got the same events in another order.
/// </param>
/// <param name="Actions">Number of actions that were answered; the history gets an event for each.</param>
internal sealed record FoldedHistory(RunFold Fold, int Events, EventsDigest LastTurn, int Actions)
{
    /// <summary>Number of events in the history once the answer was taken over: an event for each action, and the end of the turn.</summary>
    public int EventsAfterTurn => Events + Actions + 1;

    /// <summary>Whether a request goes on from here.</summary>
    public bool IsContinuedBy(TurnRequest request) =>
        request.IsWithoutPast || (request.PastCount > Events && request.DigestPast(Events, LastTurn.Count) == LastTurn);
}

/// <summary>
/// The folds of the instances that had turns here last, so that a turn costs its new events only. Nothing depends on it: what is not
/// here is folded from the start.
/// </summary>
/// <param name="maxBytes">Bytes of histories of all folds together; the one used least recently goes first. With 0 none is kept.</param>
internal sealed class FoldCache(long maxBytes)
{
    /// <summary>What a fold takes besides its history: states of steps, actions.</summary>
    private const int Overhead = 4 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = [];
    private long _bytes;

    /// <summary>Number of folds.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Takes an instance's fold out: while a turn uses it nobody else does.</summary>
    public bool TryTake(string instanceId, [NotNullWhen(true)] out FoldedHistory? folded)
    {
        lock (_gate)
        {
            folded = null;
            if (_entries.Remove(instanceId, out var node))
            {
                _recent.Remove(node);
                _bytes -= node.Value.Bytes;
                folded = node.Value.Folded;
            }

            return folded is not null;
        }
    }

    /// <summary>Gives a fold back after a turn.</summary>
    public void Put(string instanceId, FoldedHistory folded)
    {
        if (maxBytes == 0)
        {
            return;
        }

        var entry = new Entry(instanceId, folded, (2L * folded.Fold.History.Length) + Overhead);
        lock (_gate)
        {
            if (_entries.Remove(instanceId, out var older))
            {
                _recent.Remove(older);
                _bytes -= older.Value.Bytes;
            }

            _entries[instanceId] = _recent.AddFirst(entry);
            _bytes += entry.Bytes;
            while (_bytes > maxBytes && _recent.Last is { } last && _recent.Count > 1)
            {
                _recent.RemoveLast();
                _entries.Remove(last.Value.InstanceId);
                _bytes -= last.Value.Bytes;
            }
        }
    }

    private sealed record Entry(string InstanceId, FoldedHistory Folded, long Bytes);
}
