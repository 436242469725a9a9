using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>Pauses triggers and lets them go on, whatever versions their flows get.</summary>
internal sealed class TriggerPauses(PauseStore pauses, TriggerRegistry registry, TimeProvider time)
{
    /// <summary>Pauses a trigger; when this returns, it starts nothing in this process.</summary>
    public async Task PauseAsync(TriggerKey key, string? reason, CancellationToken cancellationToken)
    {
        var pause = new TriggerPause(key.FlowId, key.TriggerId, time.GetUtcNow(), By: null, reason);
        await pauses.PauseAsync(key.Workspace, pause, cancellationToken);
        await TellAsync(key);
    }

    /// <summary>Lets a trigger go on.</summary>
    public async Task ResumeAsync(TriggerKey key, CancellationToken cancellationToken)
    {
        await pauses.ResumeAsync(key.Workspace, key.FlowId, key.TriggerId, cancellationToken);
        await TellAsync(key);
    }

    // The change is made, whether or not somebody still waits for the answer.
    private Task TellAsync(TriggerKey key) => registry.RefreshAsync(key.Workspace, key.FlowId, CancellationToken.None);
}
