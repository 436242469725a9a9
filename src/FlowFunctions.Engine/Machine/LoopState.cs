using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>State of a loop step while its body runs.</summary>
internal sealed class LoopState
{
    /// <summary>
    /// Iterations that one run carries out itself; more go to child runs of this size, so that no history grows with the number of
    /// items.
    /// </summary>
    public const int ChunkSize = 200;

    public bool Repeats { get; init; }

    /// <summary>Number of the first iteration; not 0 in a child run.</summary>
    public int First { get; init; }

    /// <summary>For <c>foreach</c>: iterations in all. For <c>repeat</c>: the most this run carries out.</summary>
    public int Count { get; init; }

    public int Concurrency { get; init; } = 1;

    public ItemFailureMode OnItemFailure { get; init; }

    /// <summary>What the body sees as <c>items</c>; null for <c>repeat</c>.</summary>
    public Payload? Items { get; init; }

    /// <summary>Whether child runs carry the iterations out.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Results by iteration, or by chunk.</summary>
    public IterationResult[] Results { get; init; } = [];

    /// <summary>The next iteration (or chunk) to start, counted from 0 in this run.</summary>
    public int Next { get; set; }

    /// <summary>Iterations that are open.</summary>
    public List<ScopeInstance> Open { get; } = [];

    /// <summary>Ids of the <see cref="StartChild"/> commands that are open.</summary>
    public SortedSet<int> Children { get; } = [];

    /// <summary>The first failure that ends the loop.</summary>
    public StepError? Error { get; set; }

    /// <summary>Whether nothing new may start: after a failure, a timeout or from outside.</summary>
    public bool Drained { get; set; }

    /// <summary>Whether it was the loop step's own timeout that ended it.</summary>
    public bool TimedOut { get; set; }

    public int Total => IsChunked ? ChunksOf(Count) : Count;

    /// <summary>Iterations carried out here, not in child runs, that have ended.</summary>
    public int FinishedHere => IsChunked ? 0 : Math.Min(Next, Count) - Open.Count;

    public int Active => Open.Count + Children.Count;

    public bool IsFinished => Active == 0 && (Drained || Next >= Total);

    public static int ChunksOf(int count) => (count + ChunkSize - 1) / ChunkSize;

    public void Close(ScopeInstance scope)
    {
        var last = Open[^1];
        Open[scope.Slot] = last;
        last.Slot = scope.Slot;
        Open.RemoveAt(Open.Count - 1);
    }
}
