using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>Forgets what was remembered of the triggers of a flow that is deleted, so that another flow of its id begins anew.</summary>
internal sealed partial class TriggerRemoval(
    PauseStore pauses,
    TriggerRecordStore records,
    TriggerActivity activity,
    ILogger<TriggerRemoval> logger
)
{
    /// <summary>Forgets it as far as storage lets it: the flow is deleted either way.</summary>
    public async Task RemoveAsync(string workspace, string flowId)
    {
        activity.Forget(workspace, flowId);
        try
        {
            await foreach (var pause in pauses.ListAsync(workspace, flowId, CancellationToken.None))
            {
                await pauses.ResumeAsync(workspace, flowId, pause.TriggerId, CancellationToken.None);
            }

            await records.DeleteAsync(workspace, flowId, CancellationToken.None);
        }
#pragma warning disable CA1031 // Storage may fail in any way, and the flow is deleted already.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogLeft(exception, flowId);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Pauses of triggers of the deleted flow {Flow} could not be removed; another flow of that id would have them"
    )]
    private partial void LogLeft(Exception exception, string flow);
}
