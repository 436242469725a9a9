using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Recovery;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Plans;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Retention;

/// <summary>
/// Tells the recorder again of ended runs that were not released before the restart: one after the other, parents before children,
/// while the engine works already.
/// </summary>
/// <param name="storage">The journal.</param>
/// <param name="runs">The runs, parents before children.</param>
/// <param name="parts">Who finds plans and who is told.</param>
/// <param name="values">Finds starts that are stored as a whole.</param>
/// <param name="time">The clock of the pauses when these cannot be read.</param>
internal sealed class Retelling(
    IJournalStorage storage,
    IReadOnlyList<RunRecords> runs,
    EngineParts parts,
    LargeValues values,
    TimeProvider time
)
{
    private IReadOnlyList<RunRecords> _runs = runs;
    private JournalException? _problem;
    private int _problems;

    /// <summary>Told the stored values that a run refers to; they must be kept as long as the run is.</summary>
    public required Action<RunRecords, IReadOnlyCollection<string>> Keep { get; init; }

    /// <summary>Whether it is known of every run which stored values it refers to.</summary>
    public bool KnowsStored { get; private set; } = runs.Count == 0;

    /// <exception cref="JournalException">Some runs could not be told of; all others were.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var locator = new RecordLocator(storage);
        var (areAllRead, count) = (true, _runs.Count);
        foreach (var run in _runs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            areAllRead &= await TryTellAsync(run, locator, cancellationToken);
            await Task.Yield();
        }

        // Where their records stand is of no use any more, and there may be many.
        _runs = [];
        KnowsStored = areAllRead;
        if (_problem is not null)
        {
            throw new JournalException(
                $"{_problems} of {count} finished runs could not be told of again. The first: {_problem.Message}",
                _problem
            );
        }
    }

    /// <returns>Whether the run's records could be read.</returns>
    private async Task<bool> TryTellAsync(RunRecords run, RecordLocator locator, CancellationToken cancellationToken)
    {
        var isRead = false;
        try
        {
            var history = RunHistory.Of([.. run.Records.Select(locator.Read)]);
            var start = await PatientAccess.InsistAsync(
                history,
                (told, cancelled) => RunTelling.LoadStartAsync(told, values, cancelled),
                time,
                cancellationToken
            );
            Keep(run, StoredBy(history, start));
            isRead = true;
            await TellAsync(history, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // Files with kept runs are not deleted, so it was released meanwhile.
            isRead = true;
        }
        catch (Exception exception)
            when (exception
                    is JournalException
                        or IOException
                        or PayloadMissingException
                        or PlanException
                        or InvalidOperationException
                        or InvalidDataException
                        or InvalidProtocolBufferException
            )
        {
            _problems++;
            _problem ??= new JournalException($"Run '{run.RunId}': {exception.Message}", exception);
        }

        return isRead;
    }

    private async Task TellAsync(RunHistory history, CancellationToken cancellationToken)
    {
        var hash = history.Start.Started.PlanHash;
        var plan =
            await parts.Plans.GetAsync(hash, cancellationToken)
            ?? throw new JournalException($"Its plan {hash} is missing. Restore the plan from a backup.");
        Tell(new RunTelling(history, plan, parts.Recorder), history, plan);
    }

    private static void Tell(RunTelling telling, RunHistory history, Plan plan)
    {
        if (history.IsQueued)
        {
            telling.TellQueued(new RunState(plan, history.Start.Started.ToCore()));
        }
        else
        {
            telling.TellStarted(new RunState(plan));
        }
    }

    private static IReadOnlyCollection<string> StoredBy(RunHistory history, PayloadReference? start)
    {
        var stored = new StoredValues();
        stored.Add(start);
        foreach (var wire in history.All)
        {
            stored.Add(wire.ToCore());
        }

        return stored.Hashes;
    }
}
