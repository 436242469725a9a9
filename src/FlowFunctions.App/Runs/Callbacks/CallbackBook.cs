using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Storage.Callbacks;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Stores who is to be told of a run's end. That is durable before the run is.</summary>
internal sealed class CallbackBook(CallbackStore store, TimeProvider time)
{
    /// <summary>Stores the callback of a run that is about to start.</summary>
    public Task AddAsync(PreparedRun run, CallbackTarget target, CancellationToken cancellationToken) =>
        store.AddAsync(
            new RunCallback
            {
                Workspace = run.Start.Workspace,
                RunId = run.Start.RunId,
                Url = target.Url,
                Secret = target.Secret,
                BaseAddress = target.BaseAddress,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken
        );

    /// <summary>Forgets the callback of a run that did not start. After any other failure than a refusal it may have, so the callback stays.</summary>
    public async Task RemoveAsync(PreparedRun run, Exception why)
    {
        if (why is ProblemException or IStartRefusal)
        {
            await store.DeleteAsync(run.Start.Workspace, run.Start.RunId, CancellationToken.None);
        }
    }
}
