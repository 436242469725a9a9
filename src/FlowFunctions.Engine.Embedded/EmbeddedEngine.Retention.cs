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

    private async Task StopRetellingAsync()
    {
        await _stop.CancelAsync();
        await RetellingFinished.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
        );
        _stop.Dispose();
    }
}
