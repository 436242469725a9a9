using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Runners.Egress;

/// <summary>
/// The addresses at which clouds tell a machine its identity and credentials. No script has any business there, whatever else an
/// installation allows.
/// </summary>
public static class MetadataAddresses
{
    // Link-local as a whole: nothing else of interest lives there. The others are services of single clouds.
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fd00:ec2::/32"),
        IPNetwork.Parse("fd20:ce::254/128"),
    ];

    // Where an IPv6 address carries an IPv4 address, and at which byte: mapped and compatible (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12),
        (IPNetwork.Parse("::/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>Whether an address is such a service's, in whatever form.</summary>
    /// <param name="address">The address.</param>
    public static bool Contains(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        // Without its zone, which the networks have none of.
        var plain = new IPAddress(bytes);
        return Array.Exists(Networks, network => network.Contains(plain))
            || (
                plain.AddressFamily == AddressFamily.InterNetworkV6
                && Array.Exists(
                    Embedding,
                    form => form.Network.Contains(plain) && Contains(new(bytes.AsSpan(form.Offset, 4)))
                )
            );
    }
}
