using Azure;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Accounts;

/// <summary>Failures of requests, whichever form the pipeline gives them: an answer, no connection, or a try that took too long.</summary>
internal static class StorageFailure
{
    /// <summary>Whether it is a failure of a request and not the caller's wish to stop.</summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            RequestFailedException => true,
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            AggregateException tries => tries.InnerExceptions.All(one => Is(one, cancellationToken)),
            IOException or HttpRequestException => true,
            _ => false,
        };

    /// <summary>Sends a request that may be refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">The statuses that are answers here. That there is no such table or container is none of them.</param>
    /// <returns>Whether it went well.</returns>
    /// <exception cref="RequestFailedException">The service refused for another reason, or cannot be reached.</exception>
    public static async Task<bool> TryAsync(Func<Task> request, params int[] expected)
    {
        try
        {
            await request();
            return true;
        }
        catch (RequestFailedException exception)
            when (expected.Contains(exception.Status)
                && exception.ErrorCode is not (TableErrorCode.TableNotFound or "ContainerNotFound")
            )
        {
            return false;
        }
    }

    /// <summary>The status of the answer; 0 when there was none.</summary>
    public static int StatusOf(Exception exception) =>
        exception switch
        {
            RequestFailedException failed => failed.Status,
            AggregateException { InnerExceptions: [.., var last] } => StatusOf(last),
            _ => 0,
        };

    /// <summary>Whether another attempt may help: no answer, too much to do, or a fault of the service.</summary>
    public static bool IsTransient(Exception exception) => StatusOf(exception) is 0 or 408 or 429 or >= 500;

    /// <summary>Why, in one line.</summary>
    public static string ReasonOf(Exception exception) =>
        exception switch
        {
            AggregateException { InnerExceptions: [.., var last] } => ReasonOf(last),
            RequestFailedException { ErrorCode: { Length: > 0 } code } failed => $"{code}: {FirstLine(failed.Message)}",
            OperationCanceledException => "The storage account did not answer in time.",
            _ => FirstLine(exception.Message),
        };

    private static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }
}
