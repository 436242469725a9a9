using System.Net.Sockets;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Egress;

/// <summary>One connection of a script to its gateway.</summary>
internal sealed class EgressConnection(EgressOptions options, Dialer dialer, Action<ScriptLine> log)
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    /// <summary>Serves it until its end.</summary>
    /// <param name="socket">The script's socket.</param>
    /// <param name="isTooMany">Whether it is one more than there may be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(Socket socket, bool isTooMany, CancellationToken cancellationToken)
    {
        using var script = new Peer(socket);
        try
        {
            if (await GreetAsync(script, cancellationToken) is { } protocol)
            {
                await ServeAsync(script, protocol, isTooMany, cancellationToken);
            }
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two is gone, or was silent for too long: the other sees the end of the connection.
        }
    }

    private async Task<IProxyProtocol?> GreetAsync(Peer script, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.HeadTimeout);
        var start = new byte[1024];
        var count = await script.Stream.ReadAsync(start, patience.Token);
        return count switch
        {
            0 => null,
            _ when start[0] == SocksProxy.Version => new SocksProxy(script, start.AsMemory(0, count)),
            _ => new HttpProxy(script, start.AsMemory(0, count), options.MaxHeadBytes),
        };
    }

    private async Task ServeAsync(
        Peer script,
        IProxyProtocol protocol,
        bool isTooMany,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var server = await ConnectAsync(protocol, isTooMany, cancellationToken);
            if (server is not null)
            {
                using var tunnel = new Tunnel(script, server, options.IdleTimeout);
                await tunnel.RunAsync(cancelled => protocol.AnswerAsync(server, cancelled), cancellationToken);
            }
        }
        catch (EgressException failure)
        {
            log(new(ScriptLogLevel.Warning, $"Network: {failure.Message}"));
            await protocol.FailedAsync(failure, cancellationToken);
            await SayFarewellAsync(script, cancellationToken);
        }
    }

    private async Task<Peer?> ConnectAsync(IProxyProtocol protocol, bool isTooMany, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.HeadTimeout);
        if (await protocol.ReadAsync(patience.Token) is not { } target)
        {
            return null;
        }

        if (isTooMany)
        {
            throw new EgressException(
                EgressFault.TooMany,
                $"{target} was not connected: a script may have {options.MaxConnections} connections at the same time."
            );
        }

        var server = new Peer(await dialer.ConnectAsync(target, cancellationToken));
        try
        {
            log(new(ScriptLogLevel.Debug, $"Network: {target}"));
            await protocol.ConnectedAsync(server, cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    // A socket that is closed before all was read from it takes the answer with it.
    private static async Task SayFarewellAsync(Peer script, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(FarewellTime);
        await script.FinishAsync();
        await script.Stream.CopyToAsync(Stream.Null, patience.Token);
    }
}
