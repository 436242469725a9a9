using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>Keeps nothing: stores have a cost of their own, measured with the app.</summary>
internal sealed class ForgetfulArchive : IRunArchive
{
    public ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RunStatus?>(null);
}
