using FlowFunctions.Engine.DurableTask.Clients;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Where a Durable Task backend is, and how to talk to it.</summary>
public sealed record GrpcBackendOptions
{
    /// <summary>Its address; <c>http</c> (HTTP/2 without TLS) or <c>https</c>. A path is not used.</summary>
    public required Uri Address { get; init; }

    /// <summary>The task hub, or null where the backend has one only.</summary>
    public string? TaskHub { get; init; }

    /// <summary>Names this process to the backend; printable ASCII, by default machine and process with something random.</summary>
    public string WorkerId { get; init; } = $"{Environment.MachineName},{Environment.ProcessId},{Guid.NewGuid():N}";

    /// <summary>
    /// Gives the bearer token of each call, or null for none. It is asked often and shall keep a token while that is valid. The Durable Task
    /// Scheduler takes tokens for the scope <c>https://durabletask.io/.default</c>. Tokens are sent over TLS or to this machine only.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; init; }

    /// <summary>The largest message that is sent or taken, in bytes; 128 MiB by default. Backends have limits of their own, 4 MiB as a rule.</summary>
    public int MaxMessageBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>How long connecting may take; 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long without traffic a connection with open calls is tried by a ping; 1 s or more, 60 s by default. Some servers take offence at less.</summary>
    public TimeSpan KeepAlivePause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to a ping may take before the connection counts as broken; 1 s or more, 20 s by default.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Timeouts and repetitions of calls.</summary>
    public TaskHubCallOptions Calls { get; init; } = new();
}
