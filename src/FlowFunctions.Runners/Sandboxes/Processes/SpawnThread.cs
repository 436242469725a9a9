using System.Collections.Concurrent;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>
/// The one thread that starts processes. Linux tells a process that asked for it (PR_SET_PDEATHSIG) of the end of the thread that has
/// started it, not of the process; a thread of the pool that is retired would take the scripts it has started with it.
/// </summary>
internal sealed class SpawnThread
{
    /// <summary>It lives as long as the app.</summary>
    public static SpawnThread Shared { get; } = new();

    private readonly BlockingCollection<Action> _work = [];

    private SpawnThread()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "Script processes" };
        thread.Start();
    }

    /// <summary>Does something on the thread and waits for it: as long as a start takes, well below a millisecond.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="start">What to do; it must be quick.</param>
    public T Run<T>(Func<T> start)
    {
        var task = new Task<T>(start);
        _work.Add(task.RunSynchronously);
        return task.GetAwaiter().GetResult();
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
