using System.Collections.Concurrent;
using System.Globalization;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;

namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>Lets runs go on that the host failed, a bounded number of times each.</summary>
internal sealed class Rewinds(ITaskHubClient hub, DurableEngineOptions options)
{
    /// <summary>
    /// Rewinds by this process. A run tells its own only when it has had a turn since, which a run never has whose turn breaks each time.
    /// </summary>
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Lets a run go on.</summary>
    /// <returns>Whether the host had failed it, and it goes on now.</returns>
    public async ValueTask<bool> RewindAsync(InstanceState instance, CancellationToken cancellationToken)
    {
        if (!MayRewind(instance))
        {
            return false;
        }

        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"The host had failed the run at {instance.LastUpdatedAt:u}; it goes on."
        );

        if (!await hub.RewindAsync(instance.InstanceId, reason, cancellationToken))
        {
            return false;
        }

        var count = CountOf(instance) + 1;
        _counts.AddOrUpdate(instance.InstanceId, count, (_, known) => Math.Max(known + 1, count));
        return true;
    }

    /// <summary>Whether the host has failed a run that goes on when it is rewound.</summary>
    public bool MayRewind(InstanceState instance) =>
        instance.Status == InstanceStatus.Failed
        && !EndRecords.IsDecided(instance)
        && CountOf(instance) < options.MaxRewinds;

    /// <summary>How often a run was let go on.</summary>
    public int CountOf(InstanceState instance) =>
        Math.Max(
            OpenStatus.Read(instance.InstanceId, instance.CustomStatus)?.Rewinds ?? 0,
            _counts.GetValueOrDefault(instance.InstanceId)
        );

    /// <summary>The instance is deleted.</summary>
    public void Forget(string instanceId) => _counts.TryRemove(instanceId, out _);
}
