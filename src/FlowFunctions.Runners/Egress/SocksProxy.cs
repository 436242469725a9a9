using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace FlowFunctions.Runners.Egress;

/// <summary>A SOCKS 5 proxy for one connection (RFC 1928): no authentication, only CONNECT.</summary>
internal sealed class SocksProxy(Peer script, ReadOnlyMemory<byte> start) : IProxyProtocol
{
    /// <summary>The first byte that a script sends.</summary>
    public const byte Version = 5;

    private const int PortBytes = 2;
    private int _used;

    private enum Reply : byte
    {
        Succeeded = 0,
        GeneralFailure = 1,
        NotAllowed = 2,
        HostUnreachable = 4,
        TimedOut = 6,
        CommandNotSupported = 7,
        AddressTypeNotSupported = 8,
    }

    public async Task<Target?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var greeting = await TakeAsync(2, cancellationToken);
            await TakeAsync(greeting[1], cancellationToken);
            await script.Stream.WriteAsync(new byte[] { Version, 0 }, cancellationToken);
            var request = await TakeAsync(4, cancellationToken);
            if (request is not [Version, 1, ..])
            {
                await ReplyAsync(Reply.CommandNotSupported, cancellationToken);
                return null;
            }

            return await ReadTargetAsync(request[3], cancellationToken);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    public Task ConnectedAsync(Peer server, CancellationToken cancellationToken) =>
        ReplyAsync(Reply.Succeeded, cancellationToken);

    public Task AnswerAsync(Peer server, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FailedAsync(EgressException failure, CancellationToken cancellationToken) =>
        ReplyAsync(
            failure.Fault switch
            {
                EgressFault.Refused => Reply.NotAllowed,
                EgressFault.Unreachable => Reply.HostUnreachable,
                EgressFault.TimedOut => Reply.TimedOut,
                _ => Reply.GeneralFailure,
            },
            cancellationToken
        );

    private async Task<Target?> ReadTargetAsync(byte addressType, CancellationToken cancellationToken)
    {
        var length = addressType switch
        {
            1 => 4,
            3 => (await TakeAsync(1, cancellationToken))[0],
            4 => 16,
            _ => 0,
        };
        if (length == 0)
        {
            await ReplyAsync(Reply.AddressTypeNotSupported, cancellationToken);
            return null;
        }

        var bytes = await TakeAsync(length + PortBytes, cancellationToken);
        var host =
            addressType == 3
                ? Encoding.Latin1.GetString(bytes, 0, length)
                : new IPAddress(bytes.AsSpan(0, length)).ToString();
        return Target.Of(host, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(length)));
    }

    /// <summary>The next bytes: of those that came with the first one, then from the script. It says nothing more until it is answered.</summary>
    /// <exception cref="EndOfStreamException">The script has gone.</exception>
    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var early = start[_used..Math.Min(start.Length, _used + count)];
        _used += early.Length;
        early.CopyTo(bytes);
        await script.Stream.ReadExactlyAsync(bytes.AsMemory(early.Length), cancellationToken);
        return bytes;
    }

    // The address that it is connected from tells a script nothing; zeros stand for it.
    private async Task ReplyAsync(Reply reply, CancellationToken cancellationToken) =>
        await script.Stream.WriteAsync(new byte[] { Version, (byte)reply, 0, 1, 0, 0, 0, 0, 0, 0 }, cancellationToken);
}
