using System.Net;
using FlowFunctions.App.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FlowFunctions.App.Scripts;

/// <summary>
/// Where this app and its storage emulator listen. Both ask nobody on this machine who they are, so a script must not get there, also where
/// scripts may reach this machine's other servers.
/// </summary>
internal sealed class OwnEndpoints(IServer server, AppSettings settings)
{
    /// <summary>Whether an endpoint is one of them.</summary>
    public bool Contains(IPEndPoint endpoint) =>
        (
            IPAddress.IsLoopback(endpoint.Address)
            || endpoint.Address.Equals(IPAddress.Any)
            || endpoint.Address.Equals(IPAddress.IPv6Any)
        )
        && (
            Addresses().Any(address => PortOf(address) == endpoint.Port)
            || Storage().Any(uri => uri.Port == endpoint.Port)
        );

    private IEnumerable<string> Addresses() => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private IEnumerable<Uri> Storage()
    {
        var account = settings.Storage.Account;
        return ((Uri[])[account.Blobs.Uri, account.Queues.Uri, account.Tables.Uri]).Where(static uri => uri.IsLoopback);
    }

    private static int PortOf(string address) => BindingAddress.Parse(address).Port;
}
