using System.Threading.Channels;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Runs whose end somebody is to be told of now, or soon. It is bounded: what it has no room for is found in storage.</summary>
internal sealed class CallbackQueue(CallbackSettings settings)
{
    private readonly Channel<CallbackKey> _due = Channel.CreateBounded<CallbackKey>(
        new BoundedChannelOptions(settings.MaxRemembered) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly Lock _gate = new();
    private readonly PriorityQueue<CallbackKey, DateTimeOffset> _later = new();

    /// <summary>The runs whose turn it is, as they come.</summary>
    public IAsyncEnumerable<CallbackKey> ReadAllAsync(CancellationToken cancellationToken) =>
        _due.Reader.ReadAllAsync(cancellationToken);

    /// <summary>A run has ended whose start says that somebody is to be told.</summary>
    public void Ended(RunStart start)
    {
        if (start.HasCallback)
        {
            Add(new(start.Workspace, start.RunId));
        }
    }

    /// <summary>A run's turn has come.</summary>
    public void Add(CallbackKey run) => _due.Writer.TryWrite(run);

    /// <summary>A run's turn comes later.</summary>
    public void Add(CallbackKey run, DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            if (_later.Count < settings.MaxRemembered)
            {
                _later.Enqueue(run, dueAt);
            }
        }
    }

    /// <summary>Gives those their turn whose time has come.</summary>
    public void Move(DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_later.TryPeek(out var run, out var dueAt) && dueAt <= now)
            {
                _later.Dequeue();
                Add(run);
            }
        }
    }
}

/// <summary>Which run.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="RunId">The run.</param>
internal readonly record struct CallbackKey(string Workspace, string RunId);
