using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.History;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>The log of a run, read again and again as the run goes on.</summary>
internal sealed class RunLog(RunReader reader)
{
    private SystemLog? _system;

    /// <summary>The lines in order; more after each reading.</summary>
    public IReadOnlyList<LogLine> Lines { get; private set; } = [];

    /// <summary>Reads what is new.</summary>
    /// <param name="run">The run as it is now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask ReadAsync(RunRecord run, CancellationToken cancellationToken)
    {
        _system ??= new SystemLog((await reader.ViewAsync(run, cancellationToken)).State.Plan);
        foreach (var runEvent in HistoryReader.Read(run.History).Skip(_system.Events))
        {
            _system.Append(runEvent);
        }

        Lines = [.. OfAdmission(run.Header), .. _system.Lines];
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
