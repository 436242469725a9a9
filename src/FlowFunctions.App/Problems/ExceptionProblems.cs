using System.Text.Json;
using Azure;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Problems;

/// <summary>What exceptions of the engine, the storage and the web server mean for a caller.</summary>
internal static class ExceptionProblems
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);

    /// <summary>The problem, or null for an exception that nobody foresaw.</summary>
    public static Problem? Of(Exception exception) =>
        exception switch
        {
            ProblemException expected => expected.Problem,
            JournalUnavailableException full => Refused(StatusCodes.Status503ServiceUnavailable, full),
            EngineDrainingException draining => Refused(StatusCodes.Status503ServiceUnavailable, draining),
            StartRefusedException refused => Refused(StatusCodes.Status429TooManyRequests, refused),
            JournalException broken => new(
                StatusCodes.Status503ServiceUnavailable,
                "Engine.Unavailable",
                broken.Message
            )
            {
                RetryAfter = StorageRetry,
            },
            TaskHubUnavailableException unavailable => new(
                StatusCodes.Status503ServiceUnavailable,
                "Engine.Unavailable",
                unavailable.Message
            )
            {
                RetryAfter = StorageRetry,
            },
            ObjectDisposedException => new(
                StatusCodes.Status503ServiceUnavailable,
                "Engine.Unavailable",
                "The app is stopping. Send the request again in a moment."
            )
            {
                RetryAfter = StorageRetry,
            },
            BadHttpRequestException bad => new(bad.StatusCode, CodeOf(bad.StatusCode), bad.Message),
            JsonException json => Problem.BadRequest($"The body is not the JSON that is expected: {json.Message}"),
            VaultException { IsTransient: true } vault => new(
                StatusCodes.Status503ServiceUnavailable,
                "Secrets.Unavailable",
                vault.Message
            )
            {
                RetryAfter = StorageRetry,
            },
            VaultException vault => new(StatusCodes.Status500InternalServerError, "Secrets.VaultFailed", vault.Message),
            PayloadMissingException missing => Problem.NotFound("Payload.NotFound", missing.Message),
            _ when IsStorage(exception) => new(
                StatusCodes.Status503ServiceUnavailable,
                "Storage.Unavailable",
                "The storage account does not answer as it should. Nothing was changed; send the request again in a moment."
            )
            {
                RetryAfter = StorageRetry,
            },
            _ => null,
        };

    /// <summary>An answer, no connection, tries that took too long, or several of these; who hung up is not answered any more.</summary>
    private static bool IsStorage(Exception exception) =>
        exception is RequestFailedException or OperationCanceledException
        || (exception is AggregateException { InnerExceptions: var tries } && tries.All(IsStorage));

    private static Problem Refused<T>(int status, T refusal)
        where T : Exception, IStartRefusal =>
        new(status, refusal.Code, refusal.Message) { RetryAfter = refusal.RetryAfter };

    private static string CodeOf(int status) =>
        status == StatusCodes.Status413PayloadTooLarge ? "Request.TooLarge" : "Request.Invalid";
}
