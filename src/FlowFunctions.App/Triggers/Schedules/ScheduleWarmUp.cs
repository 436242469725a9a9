namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>
/// Reads what runs start from shortly before they are due, so that thousands of them that are due at one moment do not wait for storage
/// then. What cannot be read is read when it is due. Only the loop calls it.
/// </summary>
/// <param name="starter">Reads it.</param>
/// <param name="stopping">Ends everything.</param>
internal sealed class ScheduleWarmUp(TriggerStarter starter, CancellationToken stopping)
{
    /// <summary>How long before they are due.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);

    private const int ReadsAtOnce = 8;
    private readonly List<ActiveTrigger> _waiting = [];
    private Task _reading = Task.CompletedTask;

    /// <summary>These are due soon.</summary>
    public void Add(IEnumerable<ActiveTrigger> soon)
    {
        _waiting.AddRange(soon);
        if (_waiting.Count > 0 && _reading.IsCompleted)
        {
            _reading = ReadAsync([
                .. _waiting.DistinctBy(static trigger => (trigger.Key.Workspace, trigger.Key.FlowId)),
            ]);
            _waiting.Clear();
        }
    }

    /// <summary>Ends with what is being read.</summary>
    public Task EndAsync() => _reading;

    private async Task ReadAsync(IReadOnlyList<ActiveTrigger> triggers) =>
        await Parallel
            .ForEachAsync(
                triggers,
                new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = stopping },
                TryReadAsync
            )
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async ValueTask TryReadAsync(ActiveTrigger trigger, CancellationToken cancellationToken)
    {
        try
        {
            await starter.WarmUpAsync(trigger, cancellationToken);
        }
#pragma warning disable CA1031 // It is read again when it is due, and what is wrong is told then.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Its run starts a little later.
        }
    }
}
