using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Triggers;

namespace FlowFunctions.App.Flows;

/// <summary>Tells whoever keeps flows in memory that one has changed.</summary>
internal sealed class FlowChanges(FlowCatalog catalog, TriggerRegistry triggers)
{
    /// <summary>A flow was changed: when this returns, runs and triggers of this process are those of the flow as it is stored.</summary>
    public Task TellAsync(string workspace, string flowId)
    {
        catalog.Forget(workspace, flowId);

        // The change is made, whether or not somebody still waits for the answer.
        return triggers.RefreshAsync(workspace, flowId, CancellationToken.None);
    }
}
