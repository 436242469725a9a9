using FlowFunctions.App.Runs.Live;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Approvals;

/// <summary>The runs in memory that have asked for decisions.</summary>
internal sealed class LocalAskingRuns(ApprovalWatcher asking, LiveRuns live) : IAskingRuns
{
    /// <inheritdoc/>
    public IAsyncEnumerable<RunHeader> FromAsync(
        string workspace,
        string? first,
        CancellationToken cancellationToken
    ) => From(workspace, first).ToAsyncEnumerable();

    private IEnumerable<RunHeader> From(string workspace, string? first)
    {
        foreach (var runId in asking.From(first))
        {
            if (live.TryGet(runId, out var run) && run.Header.Workspace == workspace)
            {
                yield return run.Header;
            }
        }
    }
}
