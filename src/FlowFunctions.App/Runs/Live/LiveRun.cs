using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Live;

/// <summary>
/// A run in memory: open, or ended and not stored yet. The engine writes it, requests read it; both under its own lock, so that a slow
/// reader never holds up another run.
/// </summary>
internal sealed class LiveRun
{
    private readonly Lock _gate = new();
    private HistoryWriter _history = new();
    private RunHeader _header;
    private List<PayloadReference>? _large;

    private LiveRun(RunHeader header) => _header = header;

    public string RunId => _header.RunId;

    /// <summary>What lists show of it now.</summary>
    public RunHeader Header
    {
        get
        {
            lock (_gate)
            {
                return _header;
            }
        }
    }

    /// <summary>Bytes of its history so far.</summary>
    public int Bytes => _history.WrittenCount;

    /// <summary>The large values that its history refers to; complete when it has ended.</summary>
    public IReadOnlyList<PayloadReference> Large => _large ?? [];

    /// <summary>A run that waits for admission. Its history begins when it is admitted.</summary>
    public static LiveRun Queued(RunState state, DateTimeOffset at) =>
        new(RunHeaders.Of(state.Plan.FlowId, state.Queued!) with { QueuedAt = at });

    /// <summary>A run that starts.</summary>
    public static LiveRun Started(RunState state, RunStarted started) =>
        new(RunHeaders.Of(state.Plan.FlowId, started.Start));

    /// <summary>A run that another process may carry out; <see cref="Update"/> brings what happens to it.</summary>
    public static LiveRun Elsewhere(RunHeader header) => new(header);

    /// <summary>Takes over how a run stands that was read elsewhere.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="history">Its whole history, which goes on where the one that is known ends.</param>
    /// <returns>Whether that is something else than before; never when it is older.</returns>
    public bool Update(RunHeader header, ReadOnlySpan<byte> history)
    {
        lock (_gate)
        {
            if (
                history.Length < _history.WrittenCount
                || _header.Status.IsTerminal()
                || (history.Length == _history.WrittenCount && header == _header)
            )
            {
                return false;
            }

            _header = header;
            _history = new HistoryWriter(history);
            return true;
        }
    }

    /// <summary>Takes an event over.</summary>
    /// <param name="state">The run after it, or later.</param>
    /// <param name="runEvent">The event.</param>
    /// <param name="ends">Whether the run ended by it. A state that has ended is shown with that event, not before: the history lacks the rest.</param>
    public void Append(RunState state, RunEvent runEvent, bool ends)
    {
        lock (_gate)
        {
            _history.Append(runEvent);
            NoteLarge(runEvent);
            if (ends || (!state.Status.IsTerminal() && (_header.Status != state.Status || runEvent is RunStarted)))
            {
                _header = _header with
                {
                    Status = state.Status,
                    StartedAt = state.StartedAt,
                    EndedAt = state.EndedAt,
                    Error = RunHeaders.ErrorOf(state.Result?.Error),
                };
            }
        }
    }

    /// <summary>It has ended without having been admitted.</summary>
    public void EndUnstarted(RunResult result, DateTimeOffset at)
    {
        lock (_gate)
        {
            _header = _header with { Status = result.Status, EndedAt = at, Error = RunHeaders.ErrorOf(result.Error) };
        }
    }

    /// <summary>Its header, and of its history what comes behind a position.</summary>
    /// <param name="position">Bytes that are known already.</param>
    public (RunHeader Header, ReadOnlyMemory<byte> Added) ReadFrom(int position)
    {
        lock (_gate)
        {
            return (_header, _history.WrittenMemory[position..].ToArray());
        }
    }

    /// <summary>Its record as it is now.</summary>
    public RunRecord ToRecord()
    {
        lock (_gate)
        {
            // The history of an ended run does not change any more.
            return new RunRecord(_header, _header.Status.IsTerminal() ? _history.WrittenMemory : _history.ToArray());
        }
    }

    private void NoteLarge(RunEvent runEvent)
    {
        // The usual events hold one value or none; looking at it first spares an enumeration for each.
        if (runEvent is TimerFired || runEvent is StepCompleted { Outcome.Payload: null or { Reference: null } })
        {
            return;
        }

        foreach (var payload in PayloadContents.Of(runEvent))
        {
            if (payload.Reference is { } reference)
            {
                (_large ??= []).Add(reference);
            }
        }
    }
}
