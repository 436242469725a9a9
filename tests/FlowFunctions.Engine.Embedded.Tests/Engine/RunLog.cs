using System.Collections.Concurrent;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

/// <summary>Keeps what the recorder is told and lets tests wait for it.</summary>
internal sealed class RunLog : IRunRecorder
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _queued = new(StringComparer.Ordinal);
    private readonly List<LogLine> _lines = [];
    private readonly List<(string RunId, string Text)> _told = [];
    private readonly List<(Func<LogLine, bool> Match, TaskCompletionSource Found)> _waiting = [];

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Everything that was told of a run, in order.</summary>
    public IReadOnlyList<string> Told(string runId)
    {
        lock (_lock)
        {
            return [.. _told.Where(line => line.RunId == runId).Select(static line => line.Text)];
        }
    }

    /// <summary>The runs that were told of, in order.</summary>
    public IReadOnlyList<string> ToldRuns()
    {
        lock (_lock)
        {
            return [.. _told.Select(static line => line.RunId).Distinct()];
        }
    }

    public int Count(StepStatus status) => Lines.Count(line => line.Status == status);

    /// <summary>Identities of the steps that had succeeded, the output pseudo-steps included.</summary>
    public IReadOnlyList<string> Ended() =>
        [.. Lines.Where(line => line.Status == StepStatus.Succeeded).Select(line => $"{line.RunId}/{line.Step}/1")];

    /// <summary>What was told of runs that waited for admission, in order.</summary>
    public ConcurrentQueue<string> Admissions { get; } = [];

    public void RecordQueued(RunState state, DateTimeOffset at)
    {
        Admissions.Enqueue($"{state.RunId} queued");
        Note(state.RunId, $"queued at {at:O}");
        _queued.GetOrAdd(state.RunId, static _ => NewSignal()).TrySetResult();
    }

    /// <summary>Returns when a run waits for admission, now or earlier.</summary>
    public Task WhenQueuedAsync(string runId) =>
        _queued.GetOrAdd(runId, static _ => NewSignal()).Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void RecordNeverStarted(RunState state, RunResult result, DateTimeOffset at)
    {
        Admissions.Enqueue($"{state.RunId} {result.Status}");
        Note(state.RunId, $"never started: {result.Status} {result.Error?.Message} at {at:O}");
    }

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        lock (_lock)
        {
            Note(state.RunId, HistoryJson.Write(runEvent));
            Note(state.RunId, string.Join(' ', effects.Commands.Select(static command => command.GetType().Name)));
            Add(new LogLine(state.RunId, runEvent, Step: "", Status: null));
            foreach (var transition in effects.Transitions)
            {
                Note(state.RunId, $"{transition.Step.Path} {transition.Status} at {transition.At:O}");
                Add(new LogLine(state.RunId, runEvent, transition.Step.Path, transition.Status));
            }
        }
    }

    /// <summary>Returns when a step has come into a state, now or earlier.</summary>
    public Task WhenAsync(string step, StepStatus status) =>
        WhenAsync(line => line.Step == step && line.Status == status);

    /// <summary>Returns when something has been recorded, now or earlier.</summary>
    public Task WhenAsync(Func<LogLine, bool> match)
    {
        lock (_lock)
        {
            if (_lines.Exists(line => match(line)))
            {
                return Task.CompletedTask;
            }

            var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((match, found));
            return found.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Note(string runId, string text)
    {
        lock (_lock)
        {
            _told.Add((runId, text));
        }
    }

    private void Add(LogLine line)
    {
        _lines.Add(line);
        _waiting.RemoveAll(waiting => waiting.Match(line) && waiting.Found.TrySetResult());
    }
}

/// <summary>An event, or one of the changes of a step that it caused.</summary>
internal sealed record LogLine(string RunId, RunEvent Event, string Step, StepStatus? Status);
