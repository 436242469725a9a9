using System.Runtime.CompilerServices;
using FlowFunctions.App.Problems;
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

    private SystemLog? _system;
    private StepLogs? _steps;
    private LogPlace _place;
    private int _admissionLines;
    private int _systemLines;
    private long _storedAt;

    /// <summary>Where it begins; at the first line by default.</summary>
    public LogPlace? Place
    {
        init => _place = value ?? default;
    }

    /// <summary>It ends before this time.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Looks up what the run's lines are told from.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">404: the run's plan is lost, or has no step such as the one asked for.</exception>
    public async ValueTask OpenAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (_system is null)
        {
            var plan = (await reader.ViewAsync(run, cancellationToken)).State.Plan;
            filter.Check(plan);
            _system = new SystemLog(plan);
        }
    }

    /// <summary>The lines that are new since the last call, by time: first what the history tells, then what steps wrote.</summary>
    /// <param name="run">The run as it is now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        RunRecord run,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var ofMoment = 0;
        await foreach (var line in MergeAsync(run, cancellationToken))
        {
            if (line.At >= Until)
            {
                yield break;
            }

            if (line.At > _place.At || (line.At == _place.At && ofMoment++ >= _place.Lines))
            {
                yield return line;
            }
        }

        // Only the first lines can lie at the place itself; later ones lie behind it, or far before.
        _place = _place with
        {
            Lines = 0,
        };
    }

    private async IAsyncEnumerable<LogLine> MergeAsync(
        RunRecord run,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await OpenAsync(run, cancellationToken);
        var told = ToldBy(run);
        if (IsTimeForSteps(run.Header))
        {
            _steps ??= new StepLogs(stored, run.Header.Workspace, run.Header.RunId, filter, _place.At, Until);
            await foreach (var line in _steps.ReadAsync(_system!.Starts, cancellationToken))
            {
                while (told.TryPeek(out var first) && first.At <= line.At)
                {
                    yield return told.Dequeue();
                }

                yield return line;
            }
        }

        foreach (var line in told)
        {
            yield return line;
        }
    }

    private bool IsTimeForSteps(RunHeader run)
    {
        if (_steps is not null && !run.Status.IsTerminal() && time.GetElapsedTime(_storedAt) < StoredEvery)
        {
            return false;
        }

        _storedAt = time.GetTimestamp();
        return true;
    }

    /// <summary>What the history tells that was not told yet.</summary>
    private Queue<LogLine> ToldBy(RunRecord run)
    {
        foreach (var runEvent in HistoryReader.Read(run.History).Skip(_system!.Events))
        {
            _system.Append(runEvent);
        }

        var admission = OfAdmission(run.Header).ToList();
        var told = admission
            .Skip(_admissionLines)
            .Concat(_system.Lines.Skip(_systemLines))
            .Where(filter.Fits)
            .OrderBy(static line => line.At);
        var lines = new Queue<LogLine>(told);
        (_admissionLines, _systemLines) = (admission.Count, _system.Lines.Count);
        return lines;
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
