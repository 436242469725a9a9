using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.Embedded;

/// <summary>What can be asked of an engine.</summary>
public sealed partial class EmbeddedEngine
{
    /// <summary>Reads the state of an open run, as far as it is durable. Large values in it are references.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="read">Takes what is wanted, quickly: it runs where the run does. The state must not be kept.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was read, or the default for a run that is not open here.</returns>
    public async ValueTask<T?> QueryAsync<T>(
        string runId,
        Func<RunState, T> read,
        CancellationToken cancellationToken = default
    )
    {
        var query = new QueryMessage<T>(runId, read);
        Post(runId, query);
        return await query.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>The runs that wait for admission, by flow and key in the order of their places.</summary>
    public async ValueTask<IReadOnlyList<QueuedRunInfo>> ListQueuedAsync(CancellationToken cancellationToken = default)
    {
        var lists = await Task.WhenAll(
            _shards.Select(shard => AskAsync(shard, static shard => shard.QueuedRuns(), cancellationToken))
        );
        return
        [
            .. lists
                .SelectMany(static runs => runs)
                .OrderBy(static run => (run.Workspace, run.FlowId, run.Key, run.Place)),
        ];
    }

    /// <summary>Says in plain words what an open run waits for; null for a run that is not open here.</summary>
    public async ValueTask<RunExplanation?> ExplainAsync(string runId, CancellationToken cancellationToken = default) =>
        await AskAsync(runId, shard => shard.Explain(runId), cancellationToken);

    /// <summary>What it measures.</summary>
    internal EngineMetrics Metrics => _metrics;

    private static async Task<T> AskAsync<T>(Shard shard, Func<Shard, T> ask, CancellationToken cancellationToken)
    {
        var message = new AskMessage<T>(ask);
        Post(shard, message);
        return await message.Answer.WaitAsync(cancellationToken);
    }

    private Task<T> AskAsync<T>(string runId, Func<Shard, T> ask, CancellationToken cancellationToken) =>
        AskAsync(ShardOf(runId), ask, cancellationToken);
}
