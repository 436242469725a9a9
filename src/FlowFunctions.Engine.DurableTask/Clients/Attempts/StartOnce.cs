namespace FlowFunctions.Engine.DurableTask.Clients.Attempts;

/// <summary>
/// Starts an instance once although its start may be repeated. When the answer to an attempt is lost, the instance may be there and may even
/// have ended; a backend would replace an ended one by a new one. So the attempt after it looks first.
/// </summary>
/// <param name="create">Starts the instance; false when one is there that has not ended.</param>
/// <param name="read">Reads the instance.</param>
/// <param name="begunAt">When the call began.</param>
internal sealed class StartOnce(
    Func<CancellationToken, ValueTask<bool>> create,
    Func<CancellationToken, ValueTask<InstanceState?>> read,
    DateTimeOffset begunAt
)
{
    // The backend's clock may be behind ours, and some backends tell whole seconds only.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private bool _lost;

    /// <summary>One attempt.</summary>
    /// <returns>Whether the instance was started, by this attempt or by the one whose answer was lost.</returns>
    public async ValueTask<bool> AttemptAsync(CancellationToken cancellationToken)
    {
        if (_lost && await read(cancellationToken) is { } found && CameFromHere(found))
        {
            return true;
        }

        try
        {
            return await create(cancellationToken) || _lost;
        }
        catch (AttemptFailedException failure)
        {
            _lost |= failure.MayHaveArrived;
            throw;
        }
        catch (OperationCanceledException)
        {
            _lost = true;
            throw;
        }
    }

    private bool CameFromHere(InstanceState found) =>
        !found.Status.HasEnded() || found.CreatedAt >= begunAt - ClockTolerance;
}
