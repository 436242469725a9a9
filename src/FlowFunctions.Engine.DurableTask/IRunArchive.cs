using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>Where people find runs, whichever process carries them out. All members may be called at the same time.</summary>
public interface IRunArchive
{
    /// <summary>
    /// Stores a run over what is there of it; an open run never over the record of its end, unless that is
    /// <see cref="DurableErrors.NeverStarted"/>, which it refutes.
    /// </summary>
    /// <exception cref="IOException">It cannot be stored now.</exception>
    ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken);

    /// <summary>
    /// How a run stands in the archive; null when it is not there, or is there as <see cref="DurableErrors.NeverStarted"/>: it may be
    /// started again.
    /// </summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken);

    /// <summary>The events of a run as the archive has them; empty for one that was only accepted, null when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadHistoryAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken
    );

    /// <summary>Lists runs that have not ended in the archive and were not stored for a while, one page a call, in no particular order.</summary>
    /// <param name="unchangedSince">Only runs that were stored last before this time.</param>
    /// <param name="continuation">Where to go on, from the page before; null for the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">They cannot be listed now.</exception>
    ValueTask<StaleRunPage> ListStaleAsync(
        DateTimeOffset unchangedSince,
        string? continuation,
        CancellationToken cancellationToken
    );

    /// <summary>Stores the end of a run whose start and events are not at hand; all else that is stored of it stays.</summary>
    /// <returns>False when the run is not in the archive, or has ended there; then nothing was changed.</returns>
    /// <exception cref="IOException">It cannot be stored now.</exception>
    ValueTask<bool> EndAsync(
        string workspace,
        string runId,
        RunResult result,
        DateTimeOffset endedAt,
        CancellationToken cancellationToken
    );
}

/// <summary>A run that has not ended in the archive.</summary>
/// <param name="Workspace">The tenant it belongs to.</param>
/// <param name="RunId">The run.</param>
public sealed record StaleRun(string Workspace, string RunId);

/// <summary>A page of runs that have not ended in the archive.</summary>
/// <param name="Runs">The runs; may be none although more follow.</param>
/// <param name="Continuation">Where to go on; null at the end.</param>
public sealed record StaleRunPage(IReadOnlyList<StaleRun> Runs, string? Continuation);
