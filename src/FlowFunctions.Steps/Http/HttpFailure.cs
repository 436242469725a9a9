using System.Net.Sockets;
using System.Security.Authentication;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Steps.Http;

/// <summary>Makes an error of what went wrong before there was a whole response.</summary>
internal static class HttpFailure
{
    /// <summary>The error for an exception of the network.</summary>
    public static StepError From(HttpCall call, Exception exception)
    {
        var (code, cause) = Cause(exception);
        return new StepError
        {
            Code = code,
            Message = $"{call.Method} {HttpUrl.Shown(call.Url)}: {cause.Message}",
            Retryable = code != HttpErrorCodes.Refused,
        };
    }

    /// <summary>The error for a request that took too long.</summary>
    public static StepError TimedOut(HttpCall call) =>
        new()
        {
            Code = HttpErrorCodes.Timeout,
            Message =
                $"{call.Method} {HttpUrl.Shown(call.Url)} took longer than {Flows.Documents.Duration.Format(call.Timeout)}.",
            Retryable = true,
        };

    private static (string Code, Exception Cause) Cause(Exception exception)
    {
        var chain = Chain(exception).ToArray();
        return Find(HttpErrorCodes.Refused, static cause => cause is AddressRefusedException)
            ?? Find(HttpErrorCodes.Tls, static cause => cause is AuthenticationException)
            ?? Find(
                HttpErrorCodes.Dns,
                static cause => cause is SocketException socket && IsOfName(socket.SocketErrorCode)
            )
            ?? (
                Array.Exists(chain, IsOfConnecting)
                    ? (HttpErrorCodes.Connect, chain[^1])
                    : (HttpErrorCodes.BrokenResponse, exception)
            );

        (string, Exception)? Find(string code, Predicate<Exception> match) =>
            Array.Find(chain, match) is { } cause ? (code, cause) : null;
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static bool IsOfConnecting(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    private static bool IsOfName(SocketError error) =>
        error is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery;
}
