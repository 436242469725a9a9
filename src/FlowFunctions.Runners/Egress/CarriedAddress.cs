using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Runners.Egress;

/// <summary>The address that is really meant by an IPv6 address which carries an IPv4 address.</summary>
public static class CarriedAddress
{
    // Where it is carried, and at which byte: IPv4-compatible (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static readonly (IPNetwork Network, int Offset)[] Forms =
    [
        (IPNetwork.Parse("::/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>The IPv4 address that is carried; else the address itself, without its zone.</summary>
    /// <param name="address">The address.</param>
    public static IPAddress Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        foreach (var (network, offset) in Forms)
        {
            if (network.Contains(address) && !IPAddress.IPv6Loopback.Equals(address))
            {
                return new IPAddress(bytes.AsSpan(offset, 4));
            }
        }

        return new IPAddress(bytes);
    }
}
