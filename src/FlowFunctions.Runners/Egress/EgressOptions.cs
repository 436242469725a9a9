using System.Net;

namespace FlowFunctions.Runners.Egress;

/// <summary>What scripts with outbound access may reach, and how much of it.</summary>
public sealed record EgressOptions
{
    /// <summary>A folder for sockets, on local disk and with a short path: a socket's path has 107 bytes at most.</summary>
    public required string SocketFolder { get; init; }

    /// <summary>Whether an address may be connected to. Metadata services (<see cref="MetadataAddresses"/>) are refused whatever it says.</summary>
    public required Func<IPAddress, bool> IsAllowed { get; init; }

    /// <summary>Whether an endpoint is the app's own, which scripts never reach: its API asks nobody on this machine who they are.</summary>
    public Func<IPEndPoint, bool> IsOwn { get; init; } = static _ => false;

    /// <summary>The longest a script may take to say what it wants; 15 seconds by default.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Resolves names; the system does by default.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Connections of one call at the same time; 64 by default.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>The longest a name's resolution and a connection may take together; 10 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a script and its server may both be silent; 5 minutes by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest head of a request or response to an <c>http:</c> address; 64 KB by default.</summary>
    public int MaxHeadBytes { get; init; } = 64 * 1024;
}
