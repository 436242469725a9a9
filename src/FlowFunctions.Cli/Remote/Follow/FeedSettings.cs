using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>How a run is followed.</summary>
internal sealed record FeedSettings
{
    /// <summary>When a lost connection is made again; up to 12 times in a row without an event, which takes about 40 s.</summary>
    public RetryPolicy Retries { get; init; } = new() { MaxAttempts = 12 };

    /// <summary>After so long without a byte a connection is taken for lost; servers say every 15 s that they live. 60 s by default.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a server that has no events is asked; 1 s by default.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
