using System.Net;
using System.Net.Sockets;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Tests.Folders;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>A gateway that lets scripts reach loopback alone, with names of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly TestFolder _disk = new();
    private readonly EgressGateway _gateway;

    public TestGateway(Func<EgressOptions, EgressOptions>? change = null)
    {
        var options = Options(_disk["s"]);
        _gateway = new(change?.Invoke(options) ?? options);
        Socket = _gateway.Open();
        Socket.Log = Log;
    }

    public ScriptLog Log { get; } = new();

    public IEgressWay Socket { get; }

    /// <summary>Loopback may be reached, by names that only tests know.</summary>
    public static EgressOptions Options(string folder) =>
        new()
        {
            SocketFolder = folder,
            IsAllowed = IPAddress.IsLoopback,
            Resolve = Resolve,
        };

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket.Path));
        return new(socket, ownsSocket: true);
    }

    /// <summary>Sends a text and reads everything that comes back.</summary>
    public async Task<string> AskAsync(string text)
    {
        await using var stream = await ConnectAsync();
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await Socket.DisposeAsync();
        _gateway.Dispose();
        _disk.Dispose();
    }

    private static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) =>
        host switch
        {
            "site.test" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            "mixed.test" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3"), IPAddress.Loopback]),
            "private.test" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3")]),
            "metadata.test" => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]),
            "slow.test" => Task.Delay(Timeout.Infinite, cancellationToken)
                .ContinueWith<IPAddress[]>(_ => [], TaskScheduler.Default),
            _ => throw new SocketException((int)SocketError.HostNotFound),
        };
}
