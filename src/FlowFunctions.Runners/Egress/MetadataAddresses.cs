using System.Net;

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

    /// <summary>Whether an address is such a service's, in whatever form.</summary>
    /// <param name="address">The address.</param>
    public static bool Contains(IPAddress address)
    {
        var meant = CarriedAddress.Of(address);
        return Array.Exists(Networks, network => network.Contains(meant));
    }
}
