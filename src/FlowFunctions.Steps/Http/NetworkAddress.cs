using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Steps.Http;

/// <summary>
/// Tells addresses of the public internet from all others (the special-purpose registries of RFC 6890 and its successors), so that a
/// flow cannot be used to reach what only this machine can reach.
/// </summary>
internal static class NetworkAddress
{
    // Link-local as a whole: nothing else of interest lives there. The others are services of single clouds.
    private static readonly IPNetwork[] Metadata =
    [
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("fd00:ec2::/32"),
        IPNetwork.Parse("fd20:ce::254/128"),
    ];

    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicUnicast =
    [
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("3fff::/20"),
    ];

    // Where an IPv6 address carries an IPv4 address, and at which byte: IPv4-compatible (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("::/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>Whether a flow may connect to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowPrivateNetwork">Whether addresses that are not of the public internet may be reached.</param>
    public static bool IsAllowed(IPAddress address, bool allowPrivateNetwork)
    {
        address = Effective(address);
        return !Contain(Metadata, address) && (allowPrivateNetwork || IsPublic(address));
    }

    private static bool IsPublic(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? !Contain(NotPublic, address)
            : GlobalUnicast.Contains(address) && !Contain(NotPublicUnicast, address);

    private static IPAddress Effective(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(address) && !IPAddress.IPv6Loopback.Equals(address))
            {
                return new IPAddress(bytes.AsSpan(offset, 4));
            }
        }

        return new IPAddress(bytes);
    }

    private static bool Contain(IPNetwork[] networks, IPAddress address) =>
        Array.Exists(networks, network => network.Contains(address));
}
