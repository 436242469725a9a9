using System.Net;
using System.Net.Sockets;
using FlowFunctions.Runners.Egress;

namespace FlowFunctions.Steps.Http;

/// <summary>
/// Tells addresses of the public internet from all others (the special-purpose registries of RFC 6890 and its successors), so that a
/// flow cannot be used to reach what only this machine can reach.
/// </summary>
internal static class NetworkAddress
{
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

    /// <summary>Whether a flow may connect to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowPrivateNetwork">Whether addresses that are not of the public internet may be reached.</param>
    public static bool IsAllowed(IPAddress address, bool allowPrivateNetwork)
    {
        var meant = CarriedAddress.Of(address);
        return !IsMetadata(meant) && (allowPrivateNetwork || IsPublic(meant));
    }

    // Scripts have no business on their machine's own link; a flow may have some, where private networks are allowed.
    private static bool IsMetadata(IPAddress address) =>
        !address.IsIPv6LinkLocal && MetadataAddresses.Contains(address);

    private static bool IsPublic(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? !Contain(NotPublic, address)
            : GlobalUnicast.Contains(address) && !Contain(NotPublicUnicast, address);

    private static bool Contain(IPNetwork[] networks, IPAddress address) =>
        Array.Exists(networks, network => network.Contains(address));
}
