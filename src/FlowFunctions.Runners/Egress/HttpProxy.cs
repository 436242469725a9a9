using System.Security.Authentication;
using System.Text;

namespace FlowFunctions.Runners.Egress;

/// <summary>
/// An HTTP/1.1 proxy for one request. Every answer ends the connection, so that the next request, perhaps to another host, is checked on
/// a connection of its own.
/// </summary>
internal sealed class HttpProxy(Peer script, ReadOnlyMemory<byte> start, int maxHeadBytes) : IProxyProtocol
{
    private HttpHead? _head;
    private ProxyRequest? _request;

    public async Task<Target?> ReadAsync(CancellationToken cancellationToken)
    {
        _head = await HttpHead.ReadAsync(script.Stream, start, maxHeadBytes, cancellationToken);
        _request = _head is null ? null : ProxyRequest.Parse(_head.FirstLine);
        return _request?.Target;
    }

    public async Task ConnectedAsync(Peer server, CancellationToken cancellationToken)
    {
        if (_request!.Line is not { } line)
        {
            await script.Stream.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), cancellationToken);
            await server.Stream.WriteAsync(_head!.Rest, cancellationToken);
            return;
        }

        await SecureAsync(server, cancellationToken);
        await server.Stream.WriteAsync(_head!.Forward(line, _request.Authority), cancellationToken);
        await server.Stream.WriteAsync(_head.Rest, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The head of the response to a request that the proxy itself has sent, and those before it (100, 103), are read here.</remarks>
    public async Task AnswerAsync(Peer server, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = default;
        while (_request!.Line is not null)
        {
            var head = await HttpHead.ReadAsync(server.Stream, rest, maxHeadBytes, cancellationToken);
            if (head is null)
            {
                return;
            }

            await script.Stream.WriteAsync(head.Forward(head.FirstLine, host: null), cancellationToken);
            rest = head.Rest;
            if (!IsInterim(head))
            {
                break;
            }
        }

        await script.Stream.WriteAsync(rest, cancellationToken);
    }

    public async Task FailedAsync(EgressException failure, CancellationToken cancellationToken)
    {
        var status = failure.Fault switch
        {
            EgressFault.BadRequest => "400 Bad Request",
            EgressFault.Refused => "403 Refused by FlowFunctions",
            EgressFault.TooMany => "503 Too Many Connections",
            EgressFault.TimedOut => "504 Gateway Timeout",
            _ => "502 Bad Gateway",
        };
        var text = Encoding.UTF8.GetBytes($"{failure.Message}\n");
        var head =
            $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n";
        await script.Stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. text], cancellationToken);
    }

    private static bool IsInterim(HttpHead head) => head.FirstLine.Length > 9 && head.FirstLine[9] == '1';

    private async Task SecureAsync(Peer server, CancellationToken cancellationToken)
    {
        if (!_request!.IsSecure)
        {
            return;
        }

        try
        {
            await server.SecureAsync(_request.Target.Host, cancellationToken);
        }
        catch (AuthenticationException exception)
        {
            throw new EgressException(
                EgressFault.Unreachable,
                $"{_request.Target} has no certificate that is good for it: {exception.Message}",
                exception
            );
        }
    }
}
