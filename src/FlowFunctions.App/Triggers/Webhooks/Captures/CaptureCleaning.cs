using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>Deletes captured requests that have expired, every hour.</summary>
internal sealed class CaptureCleaning(CaptureStore store, TimeProvider time, ILogger<CaptureCleaning> logger)
    : HourlyCleaning("captured requests", AtOnce, time, logger)
{
    private const int AtOnce = 100;

    protected override Task<int> CleanAsync(int limit, CancellationToken cancellationToken) =>
        store.CleanAsync(limit, cancellationToken);
}
