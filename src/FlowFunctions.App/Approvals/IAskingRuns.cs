using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Approvals;

/// <summary>Finds the open runs that may wait for decisions.</summary>
internal interface IAskingRuns
{
    /// <summary>They, newest first. Some may not wait (any more).</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="first">The id of the run that the list begins with, or null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<RunHeader> FromAsync(string workspace, string? first, CancellationToken cancellationToken);
}
