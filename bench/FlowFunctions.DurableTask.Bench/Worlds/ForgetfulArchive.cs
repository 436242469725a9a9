using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>Keeps nothing: stores have a cost of their own, measured with the app.</summary>
internal sealed class ForgetfulArchive : IRunArchive
{
    public ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RunStatus?>(null);

    public ValueTask<ReadOnlyMemory<byte>?> ReadHistoryAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);

    public ValueTask<StaleRunPage> ListStaleAsync(
        DateTimeOffset unchangedSince,
        string? continuation,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(new StaleRunPage([], Continuation: null));

    public ValueTask<bool> EndAsync(
        string workspace,
        string runId,
        RunResult result,
        DateTimeOffset endedAt,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(false);
}
