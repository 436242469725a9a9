using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Http;

/// <summary>Makes an outcome of a response.</summary>
internal static class HttpAnswer
{
    private const int ShownBytes = 4 * 1024;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private static readonly string[] ShownHeaders =
    [
        "content-type",
        "date",
        "location",
        "retry-after",
        "www-authenticate",
        "x-correlation-id",
        "x-request-id",
    ];

    /// <summary>Reads a response to its end, or as much as an error shows of it.</summary>
    /// <param name="hop">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="clock">What dates in <c>Retry-After</c> are read against.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StepFailedException">The response is too large.</exception>
    public static async Task<StepOutcome> ReadAsync(
        HttpHop hop,
        HttpResponseMessage response,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        if (hop.Call.OkStatus.Contains(status))
        {
            var body = await ResponseBody.ReadAsync(response.Content, hop.Call.MaxResponseBytes, cancellationToken);
            return new StepOutcome.Succeeded(PayloadWriter.Write((response, body, (string[]?)null), WriteResponse));
        }

        var start = await ResponseBody.ReadStartAsync(response.Content, ShownBytes, cancellationToken);
        return new StepOutcome.Failed(
            new StepError
            {
                Code = string.Create(CultureInfo.InvariantCulture, $"Http.{status}"),
                Message =
                    $"{hop.Method} {HttpUrl.Shown(hop.Url)} answered {status} {response.ReasonPhrase}".TrimEnd() + ".",
                Retryable = IsRetryable(status),
                RetryAfter = IsRetryable(status) ? RetryAfter(response, clock) : null,
                Details = PayloadWriter.Write((response, start, (string[]?)ShownHeaders), WriteResponse),
            }
        );
    }

    // 501 and 505 say that the server does not know how: it will not know better soon.
    private static bool IsRetryable(int status) => status is 408 or 425 or 429 or (>= 500 and not 501 and not 505);

    // RFC 9110, 10.2.3
    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var given = response.Headers.RetryAfter;
        if ((given?.Delta ?? given?.Date - clock.GetUtcNow()) is not { } delay)
        {
            return null;
        }

        return TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, LongestRetryAfter.Ticks));
    }

    private static void WriteResponse(
        Utf8JsonWriter writer,
        (HttpResponseMessage Response, ResponseBody Body, string[]? Headers) answer
    )
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", (int)answer.Response.StatusCode);
        writer.WriteStartObject("headers");
        foreach (
            var header in answer.Response.Headers.NonValidated.Concat(answer.Response.Content.Headers.NonValidated)
        )
        {
            var name = header.Key.ToLowerInvariant();
            if (answer.Headers is null || answer.Headers.Contains(name, StringComparer.Ordinal))
            {
                writer.WriteString(name, string.Join(", ", header.Value));
            }
        }

        writer.WriteEndObject();
        writer.WritePropertyName("body");
        answer.Body.WriteTo(writer);
        writer.WriteEndObject();
    }
}
