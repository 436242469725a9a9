using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Live;

/// <summary>Finds runs wherever they are: in the tables, or where they are being carried out.</summary>
internal interface IRunSource
{
    /// <summary>A run as it is now; null when there is none in the workspace.</summary>
    ValueTask<RunRecord?> FindAsync(string workspace, string runId, CancellationToken cancellationToken);

    /// <summary>Keeps up with a run, so that its <see cref="LiveRun"/> grows and those who watch over it are told.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="known">The run as somebody has kept up with it before, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>To be disposed of when nobody keeps up with it any more; null for a run that is not there, or has ended and is stored.</returns>
    ValueTask<FollowedRun?> FollowAsync(
        string workspace,
        string runId,
        LiveRun? known,
        CancellationToken cancellationToken
    );

    /// <summary>The runs that the tables may not know (as well), newest first.</summary>
    /// <param name="after">The id of the run behind which the list goes on, or null for its beginning.</param>
    IEnumerable<RunHeader> List(string? after);

    /// <summary>The runs that have not ended, newest first.</summary>
    /// <param name="query">Which of them, and behind which run the list goes on; its limit does not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<RunHeader> ListOpenAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>Whether a run, or one that it called, is still to be stored.</summary>
    bool IsBeingStored(string runId);
}
