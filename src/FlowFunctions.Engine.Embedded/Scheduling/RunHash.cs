namespace FlowFunctions.Engine.Embedded.Scheduling;

/// <summary>Spreads runs over shards, by FNV-1a: the hash of .NET differs from process to process, and a seeded test must not.</summary>
internal static class RunHash
{
    public static uint Of(string runId)
    {
        var hash = 2166136261u;
        foreach (var character in runId)
        {
            hash = (hash ^ character) * 16777619;
        }

        return hash ^ (hash >> 15);
    }
}
