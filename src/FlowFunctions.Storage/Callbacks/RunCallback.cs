using Azure;

namespace FlowFunctions.Storage.Callbacks;

/// <summary>Who is to be told of a run's end, and how far that has come.</summary>
public sealed record RunCallback
{
    /// <summary>The tenant.</summary>
    public required string Workspace { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Where the end is sent.</summary>
    public required string Url { get; init; }

    /// <summary>The name of the secret that it is signed with.</summary>
    public required string Secret { get; init; }

    /// <summary>What the addresses of runs begin with, as the caller knows this app: scheme, host and port.</summary>
    public required string BaseAddress { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How it stands.</summary>
    public CallbackState State { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Tries { get; init; }

    /// <summary>When it was sent last, or null.</summary>
    public DateTimeOffset? LastTriedAt { get; init; }

    /// <summary>Not before this time, or null for as soon as the run has ended.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Until when a process has taken it upon itself to send it, or null.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>The status that the receiver answered last, or null when it did not answer.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last try was not enough, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was delivered or given up, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The row's version when it was read.</summary>
    internal ETag ETag { get; init; }
}

/// <summary>How a callback stands.</summary>
public enum CallbackState
{
    /// <summary>The run goes on, or the receiver has not taken its end yet.</summary>
    Waiting,

    /// <summary>The receiver has taken it.</summary>
    Delivered,

    /// <summary>The receiver never took it, and it is not sent any more.</summary>
    Failed,
}
