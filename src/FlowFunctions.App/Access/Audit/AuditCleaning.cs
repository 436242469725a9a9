using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Deletes the days of the audit log that are too old, every hour.</summary>
internal sealed class AuditCleaning(
    AuditStore store,
    AuditSettings settings,
    TimeProvider time,
    ILogger<AuditCleaning> logger
) : HourlyCleaning("days of the audit log", AtOnce, time, logger)
{
    private const int AtOnce = 20;
    private readonly TimeProvider _time = time;

    protected override Task<int> CleanAsync(int limit, CancellationToken cancellationToken) =>
        store.DeleteBeforeAsync(_time.GetUtcNow().AddDays(-settings.Days), limit, cancellationToken);
}
