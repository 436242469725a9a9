using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits.Values;

/// <summary>Deletes what was used on days that are over for good.</summary>
internal sealed class UsageCleaning(UsageStore store, TimeProvider time, ILogger<UsageCleaning> logger)
    : HourlyCleaning("rows of what was used of limits", AtOnce, time, logger)
{
    private const int AtOnce = 1_000;
    private readonly TimeProvider _time = time;

    protected override Task<int> CleanAsync(int limit, CancellationToken cancellationToken) =>
        store.CleanAsync(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(-1), limit, cancellationToken);
}
