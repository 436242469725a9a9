using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Live;

/// <summary>
/// A run in memory: open, or ended and not stored yet. The engine's shard writes it, requests read it; both under its own lock, so
/// that a slow reader never holds up another run.
/// </summary>
internal sealed class LiveRun
{
    private readonly Lock _gate = new();
    private readonly HistoryWriter _history = new();
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
        new(HeaderOf(state, state.Queued!) with { QueuedAt = at });

    /// <summary>A run that starts.</summary>
    public static LiveRun Started(RunState state, RunStarted started) => new(HeaderOf(state, started.Start));

    /// <summary>Takes an event over.</summary>
    /// <param name="state">The run after it, or later.</param>
    /// <param name="runEvent">The event.</param>
    public void Append(RunState state, RunEvent runEvent)
    {
        lock (_gate)
        {
            _history.Append(runEvent);
            NoteLarge(runEvent);
            if (_header.Status != state.Status || runEvent is RunStarted)
            {
                _header = _header with
                {
                    Status = state.Status,
                    StartedAt = state.StartedAt,
                    EndedAt = state.EndedAt,
                    Error = ErrorOf(state.Result?.Error),
                };
            }
        }
    }

    /// <summary>It has ended without having been admitted.</summary>
    public void EndUnstarted(RunResult result, DateTimeOffset at)
    {
        lock (_gate)
        {
            _header = _header with { Status = result.Status, EndedAt = at, Error = ErrorOf(result.Error) };
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

    private static RunHeader HeaderOf(RunState state, RunStart start) =>
        new()
        {
            RunId = start.RunId,
            Workspace = start.Workspace,
            FlowId = state.Plan.FlowId,
            FlowVersion = start.FlowVersion,
            PlanHash = start.PlanHash,
            Status = RunStatus.Queued,
            TriggerKind = RunTriggers.KindOf(start.Trigger),
            ParentRunId = start.ParentRunId,
            RerunOf = start.RerunOf,
        };

    private static RunError? ErrorOf(StepError? error) =>
        error is null ? null : new RunError(error.Code, error.Message, error.Step);
}
