using FlowFunctions.Engine.DurableTask.Tending;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>What becomes of a start that the backend refused.</summary>
public sealed partial class DurableEngine
{
    private static readonly TimeSpan TakeBackLimit = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Records that a run was never started, if the backend says so at once. Otherwise it may have been, and the next rounds of tending
    /// find out.
    /// </summary>
    private async ValueTask TakeBackAsync(ArchivedRun accepted)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, _options.TimeProvider);
        try
        {
            if (await _parts.Hub.GetAsync(accepted.Start.RunId, limit.Token) is null)
            {
                var ended = accepted with
                {
                    Status = RunStatus.Failed,
                    EndedAt = Now,
                    Error = LostEnds.NeverStarted.Error,
                };
                await _parts.Archive.StoreAsync(ended, limit.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The caller is told why the start failed; the record follows.
        }
    }
}
