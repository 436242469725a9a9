using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace FlowFunctions.App.Local;

/// <summary>The port that the app listens at. It is looked at before anything is started, and again by the web server.</summary>
internal static class ListenPort
{
    /// <exception cref="StartException">The port is in use, or this user may not take it.</exception>
    public static void Check(string url)
    {
        var uri = new Uri(url);
        var address = IPAddress.TryParse(uri.Host, out var given) ? given : IPAddress.Loopback;
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, uri.Port));
            socket.Listen();
        }
        catch (SocketException exception)
        {
            throw Failure(url, exception);
        }
    }

    /// <summary>What it means that the web server could not listen; null when the exception is about something else.</summary>
    public static StartException? Of(Exception exception, string url) =>
        exception is IOException { InnerException: AddressInUseException } ? InUse(url, exception)
        : exception is SocketException failure ? Failure(url, failure)
        : null;

    private static StartException Failure(string url, SocketException exception) =>
        exception.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => InUse(url, exception),
            SocketError.AccessDenied => new(
                $"Port {new Uri(url).Port} may not be used by this user. Choose one above 1023, for example --urls {Other(url)}",
                exception
            ),
            _ => new(
                $"The app cannot listen at {url}: {exception.Message}. Choose another address with --urls.",
                exception
            ),
        };

    private static StartException InUse(string url, Exception exception) =>
        new(
            $"Port {new Uri(url).Port} is in use by another program. Stop it, or choose another port: --urls {Other(url)}",
            exception
        );

    private static string Other(string url)
    {
        var port = new Uri(url).Port;
        return $"http://127.0.0.1:{(port is >= 1024 and < 65_535 ? port + 1 : 7071)}";
    }
}
