namespace FlowFunctions.Storage.Limits;

/// <summary>What an instance of the app has used of a workspace's limits in a day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Instance">The instance.</param>
/// <param name="ScriptSeconds">How long scripts have run.</param>
/// <param name="StepsAt">When a step asked last whether it may begin, to the quarter of a minute; null when none has.</param>
public sealed record UsageRecord(
    DateOnly Day,
    string Workspace,
    string Instance,
    double ScriptSeconds,
    DateTimeOffset? StepsAt
);
