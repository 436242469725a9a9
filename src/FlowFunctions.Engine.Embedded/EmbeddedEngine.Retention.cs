using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Recovery;
using FlowFunctions.Engine.Embedded.Retention;
using FlowFunctions.Engine.Embedded.Shards;

namespace FlowFunctions.Engine.Embedded;

/// <summary>Runs that have ended and are kept until they are released.</summary>
public sealed partial class EmbeddedEngine
{
    /// <summary>
    /// Ends when the recorder has been told again of every run that had ended before the engine was opened and was not released; see
    /// <see cref="EmbeddedEngineOptions.KeepsFinished"/>. Fails with a <see cref="JournalException"/> when some of them could not be
    /// told of, after all others have been; cancelled when the engine stops before.
    /// </summary>
    public Task RetellingFinished { get; }

    /// <summary>
    /// Gives up ended runs: their records are stored elsewhere, and the journal may delete its own. It is written down with what the
    /// engine writes next; after a crash before that the recorder is told of them once more. Runs that are open or unknown are passed over.
    /// </summary>
    /// <param name="runIds">The runs.</param>
    public void Release(IReadOnlyCollection<string> runIds)
    {
        foreach (var group in runIds.GroupBy(ShardOf))
        {
            // A shard that has stopped takes no message; then the next start tells of the runs again.
            group.Key.Post(new ReleaseMessage([.. group]));
        }
    }

    /// <summary>
    /// Tells the recorder once more of finished runs that are kept, as after a restart: for a recorder whose store has lost something.
    /// Runs that are open, released or unknown are passed over.
    /// </summary>
    /// <param name="runIds">The runs; null for all that are kept.</param>
    /// <param name="cancellationToken">Ends it between two runs.</param>
    /// <returns>Ends when all have been told.</returns>
    /// <exception cref="JournalException">Some of them could not be told of; all others were.</exception>
    public async Task RetellAsync(
        IReadOnlyCollection<string>? runIds = null,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfDisposed();
        await Task.WhenAny(RetellingFinished).WaitAsync(cancellationToken);

        // Those that a shard keeps have been told of to their ends, so nobody else tells of them now.
        var kept = await Task.WhenAll(
            _shards.Select(shard => AskAsync(shard, owner => owner.KeptOf(runIds), cancellationToken))
        );
        var wanted = kept.SelectMany(static ids => ids).ToHashSet(StringComparer.Ordinal);
        var content = JournalInUse.Read(() => JournalContent.Read(_storage, keepsFinished: true));
        var runs = content.Unreleased.Where(run => wanted.Contains(run.RunId)).ToArray();
        await RetellingOf(runs, keep: static (_, _) => { }).RunAsync(cancellationToken);
    }

    private Retelling RetellingOf(
        IReadOnlyList<RunRecords> runs,
        Action<RunRecords, IReadOnlyCollection<string>> keep
    ) => new(_storage, runs, _parts, _values, _options.TimeProvider) { Keep = keep };

    private IEnumerable<RunRecords> AdoptKept(IEnumerable<(RunRecords Records, KeptRun Run)> kept)
    {
        foreach (var (records, run) in kept)
        {
            ShardOf(records.RunId).AddKept(records.RunId, run);
            yield return records;
        }
    }

    private void KeepStored(RunRecords run, IReadOnlyCollection<string> hashes)
    {
        if (hashes.Count > 0)
        {
            ShardOf(run.RunId).Post(new KeepStoredMessage(run.RunId, run.Number, hashes));
        }
    }
}
