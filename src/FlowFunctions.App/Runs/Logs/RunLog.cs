using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Logs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>The log of a run: what its history tells and what its steps wrote. It is read on as the run goes on.</summary>
/// <param name="reader">Reads the run.</param>
/// <param name="stored">What steps wrote.</param>
/// <param name="filter">Which lines.</param>
/// <param name="time">The clock that storage is spared by.</param>
internal sealed class RunLog(RunReader reader, LogStore stored, LogFilter filter, TimeProvider time)
{
    /// <summary>Steps write in bursts, and their lines are stored once a second.</summary>
    private static readonly TimeSpan StoredEvery = TimeSpan.FromSeconds(1);

    /// <summary>Which lines of steps are read at least; all of them by default.</summary>
    public LogRange Range { get; init; } = new(From: null, int.MaxValue);

    private SystemLog? _system;
    private StepLogs? _steps;
    private int _admissionLines;
    private int _systemLines;
    private long _storedAt;

    /// <summary>The lines that are new since the last call, in order.</summary>
    /// <param name="run">The run as it is now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<LogLine>> ReadAsync(RunRecord run, CancellationToken cancellationToken)
    {
        _system ??= new SystemLog((await reader.ViewAsync(run, cancellationToken)).State.Plan);
        foreach (var runEvent in HistoryReader.Read(run.History).Skip(_system.Events))
        {
            _system.Append(runEvent);
        }

        var admission = OfAdmission(run.Header).ToList();
        var added = admission
            .Skip(_admissionLines)
            .Concat(_system.Lines.Skip(_systemLines))
            .Where(filter.Fits)
            .Concat(await OfStepsAsync(run.Header, cancellationToken))
            .OrderBy(static line => line.At)
            .ToList();
        (_admissionLines, _systemLines) = (admission.Count, _system.Lines.Count);
        return added;
    }

    private async ValueTask<IReadOnlyList<LogLine>> OfStepsAsync(RunHeader run, CancellationToken cancellationToken)
    {
        if (_steps is not null && !run.Status.IsTerminal() && time.GetElapsedTime(_storedAt) < StoredEvery)
        {
            return [];
        }

        _storedAt = time.GetTimestamp();
        _steps ??= new StepLogs(stored, run.Workspace, run.RunId, filter, Range);
        return await _steps.ReadAsync(cancellationToken);
    }

    /// <summary>What happens before the first event.</summary>
    private static IEnumerable<LogLine> OfAdmission(RunHeader run)
    {
        if (run.QueuedAt is { } queued)
        {
            yield return new LogLine(
                queued,
                LogLine.Info,
                Step: null,
                Attempt: null,
                "Queued: as many runs of the flow were open as it allows."
            );
        }

        if (run is { StartedAt: null, EndedAt: { } ended })
        {
            var why = run.Error is { } error ? $" {error.Code}: {error.Message}" : "";
            yield return new LogLine(
                ended,
                LogLine.Error,
                Step: null,
                Attempt: null,
                $"Ended before it was admitted.{why}"
            );
        }
    }
}
