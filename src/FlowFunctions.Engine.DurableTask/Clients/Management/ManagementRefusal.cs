using System.Net;
using FlowFunctions.Engine.DurableTask.Clients.Attempts;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>What the management API's refusals mean, in words. Nothing of an answer's body is shown: it may repeat the request's address and with it the key.</summary>
internal static class ManagementRefusal
{
    /// <summary>An answer that the call does not expect.</summary>
    public static AttemptFailedException Of(HttpResponseMessage answer, DurableClientBinding binding)
    {
        var status = answer.StatusCode;
        return new($"the Functions host at {Host(binding)} answered {(int)status}{Meaning(status)}")
        {
            IsTransient = IsTransient(status),
            MayHaveArrived =
                status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.ServiceUnavailable,
            RetryAfter = answer.Headers.RetryAfter?.Delta,
        };
    }

    /// <summary>No answer, or half of one.</summary>
    public static AttemptFailedException Of(Exception broken, DurableClientBinding binding)
    {
        var unreached =
            broken is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
            };
        var what = unreached ? "cannot be reached" : "broke the connection off";
        return new($"the Functions host at {Host(binding)} {what}", broken)
        {
            IsTransient = true,
            MayHaveArrived = !unreached,
        };
    }

    /// <summary>An answer that nobody understands; its own text is not shown.</summary>
    public static AttemptFailedException NotUnderstood(DurableClientBinding binding) =>
        new(
            $"what answers at {Host(binding)} is not the management API of Durable Functions; see whether the address is right"
        );

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.NotImplemented);

    private static string Meaning(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.BadRequest =>
                " (it does not accept the request; the orchestrator may not be deployed there)",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                " (its key for the Durable Functions extension has changed; the next invocation with a durableClient binding brings the new one)",
            HttpStatusCode.NotFound => " (the Durable Functions extension does not answer there)",
            HttpStatusCode.RequestEntityTooLarge => " (what was sent is too large for it)",
            HttpStatusCode.NotImplemented => " (the storage provider of its task hub cannot do this)",
            _ => "",
        };

    private static string Host(DurableClientBinding binding) => binding.HttpBaseUrl.GetLeftPart(UriPartial.Authority);
}
