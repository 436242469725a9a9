using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Runtimes;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Pool;

/// <summary>
/// Processes that are started and wait for their first and only call, a few of each kind that was called for lately. None is started
/// before the first call of its kind. Thread-safe.
/// </summary>
/// <param name="options">How many.</param>
/// <param name="factory">Starts them.</param>
/// <param name="clock">The time.</param>
internal sealed class WaitingProcesses(RunnerOptions options, ProcessFactory factory, TimeProvider clock)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProcessKind, Line> _lines = [];
    private bool _isOver;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _lines.Values.Sum(line => line.Waiting.Count);
            }
        }
    }

    /// <summary>Takes one, or starts one when none waits.</summary>
    /// <param name="interpreter">What executes the script.</param>
    /// <param name="kind">The kind.</param>
    /// <exception cref="SandboxException">It could not be started.</exception>
    public ScriptProcess Take(Interpreter interpreter, ProcessKind kind)
    {
        lock (_lock)
        {
            var line = LineOf(kind);
            line.UsedAt = clock.GetTimestamp();
            while (line.Waiting.TryDequeue(out var process))
            {
                if (!process.HasEnded)
                {
                    return process;
                }

                _ = process.DisposeAsync().AsTask();
            }
        }

        return factory.Start(interpreter, kind);
    }

    /// <summary>Starts as many as shall wait. Called when the call that took one no longer needs the processors.</summary>
    /// <param name="interpreter">What executes the script.</param>
    /// <param name="kind">The kind.</param>
    public void Fill(Interpreter interpreter, ProcessKind kind)
    {
        lock (_lock)
        {
            var line = LineOf(kind);
            try
            {
                while (!_isOver && line.Waiting.Count < options.WaitingProcesses && MakeRoom(line))
                {
                    line.Waiting.Enqueue(factory.Start(interpreter, kind));
                }
            }
            catch (Exception exception) when (exception is SandboxException or IOException)
            {
                // The next call starts its own, and tells what is wrong.
            }
        }
    }

    /// <summary>Ends those that have waited too long.</summary>
    public async Task EndIdleAsync()
    {
        List<ScriptProcess> idle = [];
        lock (_lock)
        {
            foreach (var (kind, line) in _lines.ToList())
            {
                if (clock.GetElapsedTime(line.UsedAt) >= options.IdleTimeout)
                {
                    idle.AddRange(line.Waiting);
                    _lines.Remove(kind);
                }
            }
        }

        await EndAsync(idle);
    }

    public async ValueTask DisposeAsync()
    {
        List<ScriptProcess> all;
        lock (_lock)
        {
            _isOver = true;
            all = [.. _lines.Values.SelectMany(line => line.Waiting)];
            _lines.Clear();
        }

        await EndAsync(all);
    }

    private static Task EndAsync(List<ScriptProcess> processes) =>
        Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));

    // The kind that was not called for the longest gives up one of its own.
    private bool MakeRoom(Line line)
    {
        if (_lines.Values.Sum(one => one.Waiting.Count) < options.MaxWaitingProcesses)
        {
            return true;
        }

        var oldest = _lines.Values.Where(one => one != line && one.Waiting.Count > 0).MinBy(one => one.UsedAt);
        if (oldest is null)
        {
            return false;
        }

        _ = oldest.Waiting.Dequeue().DisposeAsync().AsTask();
        return true;
    }

    private Line LineOf(ProcessKind kind)
    {
        if (!_lines.TryGetValue(kind, out var line))
        {
            line = new Line { UsedAt = clock.GetTimestamp() };
            _lines.Add(kind, line);
        }

        return line;
    }

    private sealed class Line
    {
        public Queue<ScriptProcess> Waiting { get; } = new();

        public long UsedAt { get; set; }
    }
}
