using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Records;

/// <summary>What happened to a step: more than its state tells.</summary>
internal sealed class StepTrace(StepInstance step)
{
    private static readonly SortedDictionary<int, ScopeTrace> None = [];

    private readonly List<AttemptRecord> _attempts = [];
    private List<string>? _children;
    private SortedDictionary<int, ScopeTrace>? _iterations;
    private LoopState? _loop;
    private int _finishedInChildren;
    private (int? Total, int? Finished) _told;

    public StepInstance Step => step;

    /// <summary>For a loop: its iterations by their numbers.</summary>
    public SortedDictionary<int, ScopeTrace> Iterations => _iterations ?? None;

    private int? Total => _loop is { Repeats: false } ? _loop.Count : null;

    private int? Finished => _loop is null ? null : _finishedInChildren + _loop.FinishedHere;

    private AttemptRecord? OpenAttempt => _attempts is [.., { EndedAt: null } last] ? last : null;

    public ScopeTrace Iteration(int number)
    {
        _iterations ??= [];
        if (!_iterations.TryGetValue(number, out var iteration))
        {
            _iterations.Add(number, iteration = new ScopeTrace(step.Plan.Body!.Steps.Length));
        }

        return iteration;
    }

    /// <summary>It has a loop; another one than before in another attempt.</summary>
    public void NoteLoop()
    {
        if (step.Loop is { } loop && loop != _loop)
        {
            _loop = loop;
            _iterations = null;
            _finishedInChildren = 0;
        }
    }

    /// <summary>An attempt is executed; told again it changes nothing.</summary>
    public void BeginAttempt(int number, DateTimeOffset at)
    {
        if (_attempts is [.., { Number: var last }] && last == number)
        {
            return;
        }

        EndAttempt(at, step.Error);
        _attempts.Add(new AttemptRecord(number, at, EndedAt: null, Error: null));
    }

    public void Note(StepStatus status, DateTimeOffset at)
    {
        if (status == StepStatus.Running && _attempts.Count == 0 && step.Attempt > 0)
        {
            // A part of a loop: its attempt began in the parent.
            BeginAttempt(step.Attempt, at);
        }
        else if (status == StepStatus.Retrying || status.IsTerminal())
        {
            EndAttempt(at, status == StepStatus.Succeeded ? null : step.Error);
        }
    }

    public void NoteChild(string runId) => (_children ??= []).Add(runId);

    /// <summary>A child run that carried out a part of the loop has ended.</summary>
    public void NotePart(LoopChunk part, RunResult result)
    {
        var isWhole = part.Repeats ? result.Continues : result.Status == RunStatus.Succeeded;
        _finishedInChildren += isWhole ? part.Count : 0;
    }

    /// <summary>Whether its iterations were counted on since it was asked last.</summary>
    public bool HasProgressed()
    {
        var last = _told;
        _told = (Total, Finished);
        return _told != last;
    }

    public StepRecord ToRecord() =>
        new()
        {
            Path = step.Path,
            StepId = step.Plan.Id,
            Type = step.Plan.Type,
            Status = step.Status,
            Attempt = _attempts is [.., var last] ? last.Number : 0,
            StartedAt = step.StartedAt,
            EndedAt = step.EndedAt,
            Output = step.Output,
            Error = step.Error,
            Port = step.Port,
            Reused = step.Reused,
            Pinned = step.Pinned,
            Wait = step.Wait,
            Attempts = [.. _attempts],
            ChildRunIds = _children is null ? [] : [.. _children],
            Total = Total,
            Finished = Finished,
        };

    private void EndAttempt(DateTimeOffset at, StepError? error)
    {
        if (OpenAttempt is { } open)
        {
            _attempts[^1] = open with { EndedAt = at, Error = error };
        }
    }
}
