using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Runners.Egress;

/// <summary>
/// Connects to what a script asks for. A name is resolved here and only addresses that were checked are connected to: a name that resolves
/// to another address the next time gains nothing.
/// </summary>
internal sealed class Dialer(EgressOptions options)
{
    /// <exception cref="EgressException">It may not be reached, or cannot be.</exception>
    public async Task<Socket> ConnectAsync(Target target, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.ConnectTimeout);
        try
        {
            var addresses = await ResolveAsync(target, patience.Token);
            return await ConnectAsync(addresses, target.Port, patience.Token);
        }
        catch (SocketException exception)
        {
            throw new EgressException(
                EgressFault.Unreachable,
                $"{target} cannot be reached: {exception.Message}.",
                exception
            );
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EgressException(
                EgressFault.TimedOut,
                $"{target} did not answer within {options.ConnectTimeout.TotalSeconds} seconds.",
                exception
            );
        }
    }

    private async Task<IPAddress[]> ResolveAsync(Target target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : await options.Resolve(target.Host, cancellationToken).WaitAsync(cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var allowed = Array.FindAll(
            addresses,
            one =>
                !MetadataAddresses.Contains(one)
                && options.IsAllowed(one)
                && !options.IsOwn(new(CarriedAddress.Of(one), target.Port))
        );
        return allowed.Length > 0
            ? allowed
            : throw new EgressException(
                EgressFault.Refused,
                $"{target} may not be reached from scripts: its address is in a private network, a cloud's metadata service or the "
                    + "app's own, which this installation refuses."
            );
    }

    private static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
