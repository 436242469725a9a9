namespace FlowFunctions.Engine.DurableTask.Clients;

/// <summary>An instance as the backend shows it.</summary>
public sealed record InstanceState
{
    /// <summary>Its id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The orchestrator's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its state was written last.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>What its last turn told of it, JSON text, or null.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>What it ended with, or null: JSON text, or for a failed instance what the backend says of it.</summary>
    public string? Output { get; init; }
}

/// <summary>How an instance stands.</summary>
public enum InstanceStatus
{
    /// <summary>Scheduled; it has had no turn yet.</summary>
    Pending,

    /// <summary>Going on.</summary>
    Running,

    /// <summary>Stopped for a while by the backend's own suspend.</summary>
    Suspended,

    /// <summary>Ended well.</summary>
    Completed,

    /// <summary>Begins anew with a new history.</summary>
    ContinuedAsNew,

    /// <summary>Ended with a failure, its own or the host's.</summary>
    Failed,

    /// <summary>Ended from outside.</summary>
    Terminated,

    /// <summary>Given up; no current backend uses it.</summary>
    Canceled,
}

/// <summary>Which instances to list.</summary>
public sealed record InstanceQuery
{
    /// <summary>Only in these states; empty for all.</summary>
    public IReadOnlyList<InstanceStatus> Statuses { get; init; } = [];

    /// <summary>Only created at this time or later, or null.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only created at this time or earlier, or null.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Only with ids that begin like this, or null.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>The most instances of a page; 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Where to go on, from the page before; null for the first.</summary>
    public string? Continuation { get; init; }
}

/// <summary>A page of instances.</summary>
/// <param name="Instances">The instances; may be empty although more follow.</param>
/// <param name="Continuation">Where to go on; null at the end.</param>
public sealed record InstancePage(IReadOnlyList<InstanceState> Instances, string? Continuation);
