using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>
/// Makes events of a run's history, one after the other, as far as the history goes. What it had at first is not told: readers see
/// it in the run as a whole. Not for several threads at a time.
/// </summary>
internal sealed class RunTelling(LiveRun run, Plan plan)
{
    private readonly RunView _view = new(plan);
    private IEnumerator<LiveEvent>? _source;
    private WaitReason[] _reasons = [];
    private int _position;
    private bool _isFolded;

    /// <summary>The run at the place of the history where this is.</summary>
    public RunHeader Header { get; private set; } = run.Header;

    /// <summary>Whether what the run waits for may have changed since it was told.</summary>
    public bool IsStale { get; private set; } = true;

    private bool HasBegun => _view.State.Start is not null;

    private bool HasMore => !_isFolded || run.Bytes > _position || (!HasBegun && run.Header.Status != Header.Status);

    /// <summary>Reads the next event; none when the history has been told.</summary>
    public bool TryNext([NotNullWhen(true)] out LiveEvent? next)
    {
        while (_source is not null || HasMore)
        {
            _source ??= ReadAdded().GetEnumerator();
            if (_source.MoveNext())
            {
                next = _source.Current;
                return true;
            }

            _source.Dispose();
            _source = null;
        }

        next = null;
        return false;
    }

    /// <summary>Takes over what the run waits for.</summary>
    /// <returns>Whether that is something else than before.</returns>
    public bool TakeReasons(WaitReason[] reasons)
    {
        IsStale = false;
        var isOther = !reasons.AsSpan().SequenceEqual(_reasons);
        _reasons = reasons;
        return isOther;
    }

    /// <summary>Writes the run as a whole.</summary>
    public void Write(Utf8JsonWriter json) => RunJson.Write(json, Header, _view, _reasons);

    private IEnumerable<LiveEvent> ReadAdded()
    {
        var (header, added) = run.ReadFrom(_position);
        _position += added.Length;
        foreach (var runEvent in HistoryReader.Read(added))
        {
            foreach (var told in Apply(header, runEvent))
            {
                yield return told;
            }
        }

        if (_isFolded && !HasBegun && header.Status != Header.Status)
        {
            // It waited for admission, and ended before it began.
            yield return EventOf(header);
        }

        Header = HeaderOf(header);
        _isFolded = true;
    }

    private IEnumerable<LiveEvent> Apply(RunHeader header, RunEvent runEvent)
    {
        _view.Apply(runEvent);
        if (!_isFolded)
        {
            yield break;
        }

        foreach (var step in _view.TakeChanges())
        {
            IsStale |= IsAboutWaiting(step);
            yield return EventOf(step);
        }

        if (_view.State.Status != Header.Status)
        {
            IsStale = true;
            Header = HeaderOf(header);
            yield return EventOf(Header);
        }
    }

    /// <summary>The header at the place of the history where this is: the run's own may be further on.</summary>
    private RunHeader HeaderOf(RunHeader header)
    {
        var state = _view.State;
        return HasBegun
            ? header with
            {
                Status = state.Status,
                StartedAt = state.StartedAt,
                EndedAt = state.EndedAt,
                Error = state.Status.IsTerminal() ? header.Error : null,
            }
            : header;
    }

    private bool IsAboutWaiting(StepRecord step) =>
        step.Status is StepStatus.Waiting or StepStatus.Retrying
        || Array.Exists(_reasons, reason => reason.Path == step.Path);

    private LiveEvent EventOf(StepRecord step) =>
        new(
            EventNames.Step,
            EventJson.Of((step, run.RunId), static (json, told) => StepJson.Write(json, told.step, told.RunId))
        );

    private LiveEvent EventOf(RunHeader header) =>
        new(
            EventNames.Run,
            EventJson.Of(
                (header, _view.State.Result?.Output),
                static (json, told) => RunJson.WriteSummary(json, told.header, told.Output)
            )
        );
}
