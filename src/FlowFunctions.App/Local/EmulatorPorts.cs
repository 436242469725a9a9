using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.App.Local;

/// <summary>What listens at the three ports of an emulator.</summary>
internal enum PortUse
{
    /// <summary>Nothing: they can be taken.</summary>
    Free,

    /// <summary>An Azurite, with all three services.</summary>
    Azurite,

    /// <summary>The Azurite of another FlowFunctions app, which ends with that app.</summary>
    AnotherApp,

    /// <summary>Something else at one of them at least.</summary>
    Other,
}

/// <summary>Looks at the ports of an emulator: blobs at the first, queues and tables at the next two.</summary>
internal static class EmulatorPorts
{
    private static readonly string[] Services = ["Blob", "Queue", "Table"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Finds out what listens there.</summary>
    /// <param name="first">The first of the three ports.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PortUse> FindAsync(int first, CancellationToken cancellationToken)
    {
        if (Enumerable.Range(first, Services.Length).All(IsFree))
        {
            return PortUse.Free;
        }

        using var client = new HttpClient { Timeout = Limit };
        var answers = await Task.WhenAll(
            Services.Select((service, index) => IsAzuriteAsync(client, service, first + index, cancellationToken))
        );
        return !answers.All(static isAzurite => isAzurite) ? PortUse.Other
            : EmulatorProcess.AtPort(first).IsRunning ? PortUse.AnotherApp
            : PortUse.Azurite;
    }

    /// <summary>Whether a port of the loopback address can be listened at.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Azurite names itself in every answer, also when it refuses a request that nobody signed.</summary>
    private static async Task<bool> IsAzuriteAsync(
        HttpClient client,
        string service,
        int port,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var answer = await client.GetAsync(
                new Uri($"http://127.0.0.1:{port}/devstoreaccount1?comp=list"),
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return answer.Headers.Server.ToString().StartsWith($"Azurite-{service}/", StringComparison.Ordinal);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return false;
        }
    }
}
