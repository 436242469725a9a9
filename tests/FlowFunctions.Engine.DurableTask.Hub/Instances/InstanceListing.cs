using FlowFunctions.Engine.DurableTask.Clients;

namespace FlowFunctions.Engine.DurableTask.Hub.Instances;

/// <summary>Lists instances by their ids, one page a time.</summary>
internal static class InstanceListing
{
    /// <summary>A page of what a query asks for.</summary>
    public static InstancePage Page(IEnumerable<Instance> instances, InstanceQuery query)
    {
        var found = instances
            .Where(instance => Matches(instance, query))
            .OrderBy(static instance => instance.Id, StringComparer.Ordinal)
            .Take(query.Limit + 1)
            .Select(static instance => instance.State)
            .ToList();
        if (found.Count <= query.Limit)
        {
            return new InstancePage(found, null);
        }

        found.RemoveAt(query.Limit);
        return new InstancePage(found, found[^1].InstanceId);
    }

    private static bool Matches(Instance instance, InstanceQuery query) =>
        (query.Continuation is null || string.CompareOrdinal(instance.Id, query.Continuation) > 0)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(instance.Status))
        && (query.IdPrefix is null || instance.Id.StartsWith(query.IdPrefix, StringComparison.Ordinal))
        && !(instance.CreatedAt < query.CreatedFrom)
        && !(instance.CreatedAt > query.CreatedTo);
}
