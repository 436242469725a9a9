namespace FlowFunctions.App.Events.Feeds;

/// <summary>What feeds work with.</summary>
/// <param name="Ids">Numbers events.</param>
/// <param name="Memory">Says how much they may keep.</param>
/// <param name="Limits">The numbers.</param>
/// <param name="Waiting">Finds what runs wait for.</param>
/// <param name="Time">The clock.</param>
/// <param name="Drop">Lets go of a feed that cannot go on.</param>
/// <param name="Logger">Is told of defects.</param>
internal sealed record FeedServices(
    EventIds Ids,
    EventMemory Memory,
    EventLimits Limits,
    WaitReasons Waiting,
    TimeProvider Time,
    Action<string, RunFeed> Drop,
    ILogger Logger
);
