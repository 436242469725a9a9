using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Idempotency;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Deletes the keys that have expired, every hour.</summary>
internal sealed class IdempotencyCleaning(
    IdempotencyStore claims,
    TimeProvider time,
    ILogger<IdempotencyCleaning> logger
) : HourlyCleaning("idempotency keys", AtOnce, time, logger)
{
    private const int AtOnce = 500;

    protected override Task<int> CleanAsync(int limit, CancellationToken cancellationToken) =>
        claims.CleanAsync(limit, cancellationToken);
}
