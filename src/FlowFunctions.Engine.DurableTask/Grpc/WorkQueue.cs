using System.Collections.Concurrent;
using System.Threading.Channels;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>
/// Work items of one kind, a bounded number of them under way and as many waiting. An item that is there already, known by its completion token, is
/// not taken again: a backend may send what is under way once more after a connection broke.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Channel<WorkItem> _items;
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private readonly Func<WorkItem, CancellationToken, Task> _work;
    private readonly Task _workers;

    /// <summary>Begins to work.</summary>
    /// <param name="limit">How many items at the same time.</param>
    /// <param name="work">Carries one out; must not throw.</param>
    /// <param name="cancellationToken">Breaks off what is under way.</param>
    public WorkQueue(int limit, Func<WorkItem, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        _work = work;
        _items = Channel.CreateBounded<WorkItem>(limit);
        _workers = Task.WhenAll(
            Enumerable.Range(0, limit).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None))
        );
    }

    /// <summary>Takes an item; waits while the backend has sent more than it was told to.</summary>
    public ValueTask AddAsync(WorkItem item, CancellationToken cancellationToken) =>
        IsNew(item) ? _items.Writer.WriteAsync(item, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Takes no more items.</summary>
    /// <returns>Those that were waiting.</returns>
    public List<WorkItem> Close()
    {
        _items.Writer.TryComplete();
        var waiting = new List<WorkItem>();
        while (_items.Reader.TryRead(out var item))
        {
            waiting.Add(item);
        }

        return waiting;
    }

    /// <summary>Ends when the queue is closed and nothing is under way.</summary>
    public Task WhenIdle => _workers;

    // A backend that gives no tokens knows items by other means.
    private bool IsNew(WorkItem item) => item.CompletionToken.Length == 0 || _tokens.TryAdd(item.CompletionToken, true);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (await _items.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_items.Reader.TryRead(out var item))
            {
                await _work(item, cancellationToken);
                _tokens.TryRemove(item.CompletionToken, out _);
            }
        }
    }
}
