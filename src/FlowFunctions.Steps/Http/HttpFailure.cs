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

    // The reason that counts is the innermost one that is known; what wraps it only says that sending failed.
    private static (string Code, Exception Cause) Cause(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Code(cause) is { } code)
            {
                return (code, cause);
            }
        }

        return (HttpErrorCodes.BrokenResponse, exception);
    }

    private static string? Code(Exception exception) =>
        exception switch
        {
            AddressRefusedException => HttpErrorCodes.Refused,
            AuthenticationException => HttpErrorCodes.Tls,
            SocketException
            {
                SocketErrorCode: SocketError.HostNotFound
                    or SocketError.NoData
                    or SocketError.TryAgain
                    or SocketError.NoRecovery
            } => HttpErrorCodes.Dns,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError,
                InnerException: SocketException
            } => null,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => HttpErrorCodes.Connect,
            SocketException => HttpErrorCodes.Connect,
            _ => null,
        };
}
