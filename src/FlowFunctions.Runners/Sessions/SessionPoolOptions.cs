namespace FlowFunctions.Runners.Sessions;

/// <summary>A pool of Azure Container Apps dynamic sessions (custom container) that runs scripts.</summary>
/// <remarks>https://learn.microsoft.com/azure/container-apps/sessions-usage</remarks>
public sealed record SessionPoolOptions
{
    /// <summary>The pool's management endpoint, for example <c>https://NAME.ID.REGION.azurecontainerapps.io</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Gives a token for <c>https://dynamicsessions.io/.default</c>, of an identity with the role Azure ContainerApps Session Executor.</summary>
    public required Func<CancellationToken, ValueTask<string>> GetToken { get; init; }

    /// <summary>The path that the container answers at; <c>/scripts/run</c> by default.</summary>
    public string Path { get; init; } = "/scripts/run";

    /// <summary>The version of the management operation that ends a session after its only call.</summary>
    public string ManagementVersion { get; init; } = "2025-10-02-preview";

    /// <summary>How long one try to have a call accepted may take, sending it included; 2 minutes by default.</summary>
    public TimeSpan AcceptTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Tries until a session has accepted a call; 6 by default. A call that was accepted is never sent again.</summary>
    public int MaxTries { get; init; } = 6;

    /// <summary>The first pause between tries; each later one is twice as long, unless the service says how long. 500 ms by default.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a session may say nothing before it counts as lost; 1 minute by default, and more than the 10 seconds after which it says something.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Sends requests; a client of its own by default. It must have no timeout of its own.</summary>
    public HttpClient? Client { get; init; }
}
