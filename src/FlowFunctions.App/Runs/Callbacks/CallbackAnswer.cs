using System.Net;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>What came of one try.</summary>
/// <param name="Error">Why it was not enough; null when the receiver has taken it.</param>
/// <param name="Status">The status that the receiver answered, or null.</param>
/// <param name="IsFinal">Whether it must not be sent again.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again, or null.</param>
internal sealed record CallbackAnswer(
    string? Error,
    int? Status = null,
    bool IsFinal = false,
    TimeSpan? RetryAfter = null
)
{
    /// <summary>What a receiver's answer means.</summary>
    public static CallbackAnswer Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        return response switch
        {
            { IsSuccessStatusCode: true } => new(null, status, IsFinal: true),
            { StatusCode: HttpStatusCode.Gone } => new(
                "It answered 410: it wants no more of them.",
                status,
                IsFinal: true
            ),
            _ when status is >= 300 and < 400 => new(
                $"It answered {status}, and redirects are not followed. Give its own address as 'callback'.",
                status
            ),
            _ => new($"It answered {status}.", status, RetryAfter: PauseOf(response, now)),
        };
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };
}
