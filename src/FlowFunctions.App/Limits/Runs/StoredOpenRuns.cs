using FlowFunctions.App.Runs.Live;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Limits.Runs;

/// <summary>The open runs as the tables have them, whichever instance carries them out.</summary>
internal sealed class StoredOpenRuns(IRunSource runs) : IOpenRunIds
{
    public async Task<IReadOnlyCollection<string>> ListAsync(string workspace, CancellationToken cancellationToken) =>
        await runs.ListOpenAsync(new RunQuery(workspace), cancellationToken)
            .Where(run => run.Workspace == workspace)
            .Select(static run => run.RunId)
            .ToListAsync(cancellationToken);
}
