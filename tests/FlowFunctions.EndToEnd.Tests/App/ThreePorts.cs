using System.Net;
using System.Net.Sockets;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>Three free ports in a row, which is how an emulator is found.</summary>
internal static class ThreePorts
{
    private const int Tries = 20;

    /// <summary>Starts an Azurite on such ports; another program may be quicker at one of them.</summary>
    public static async Task<Azurite> StartAzuriteAsync(string folder)
    {
        for (var left = Tries; ; left--)
        {
            var first = Free();
            var options = new AzuriteOptions(folder)
            {
                BlobPort = first,
                QueuePort = first + 1,
                TablePort = first + 2,
            };
            try
            {
                return await Azurite.StartAsync(options);
            }
            catch (AzuriteException) when (left > 0)
            {
                // The next ports.
            }
        }
    }

    /// <summary>The first of three that are likely to be free.</summary>
    public static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (port <= 65_533)
            {
                return port;
            }
        }
    }
}
