using System.Net;

namespace FlowFunctions.Steps.Http;

/// <summary>Settings of the <c>http</c> step that an installation may change.</summary>
public sealed record HttpStepOptions
{
    /// <summary>
    /// Whether private, loopback and other addresses that are not of the public internet may be reached. Off by default. Metadata
    /// services of clouds are refused either way.
    /// </summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Finds the addresses of a host name; the system's resolver by default.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The clock that timeouts and dates in <c>Retry-After</c> are read against.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether an address may be connected to.</summary>
    /// <param name="address">The address.</param>
    public bool Allows(IPAddress address) => NetworkAddress.IsAllowed(address, AllowPrivateNetwork);
}
