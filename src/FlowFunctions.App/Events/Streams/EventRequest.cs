using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Start;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Events.Streams;

/// <summary>How a caller wants events.</summary>
/// <param name="IsStream">As a stream; else as one JSON answer (long-polling).</param>
/// <param name="After">The id of the last event that it has, or null.</param>
/// <param name="Wait">How long one answer may wait for an event.</param>
internal sealed record EventRequest(bool IsStream, string? After, TimeSpan Wait)
{
    /// <summary>The media type of server-sent events (WHATWG HTML, section 9.2).</summary>
    public const string MediaType = "text/event-stream";

    private const string LastEventId = "Last-Event-ID";
    private static readonly MediaTypeHeaderValue Stream = new(MediaType);

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="after">Its parameter <c>after</c>; the header <c>Last-Event-ID</c> of a browser that connects again counts more.</param>
    /// <param name="wait">Its parameter <c>wait</c>.</param>
    /// <param name="hasStreams">Whether streams come through to callers.</param>
    /// <exception cref="ProblemException">400: <c>wait</c> is no duration, or too long; 406: a stream is wanted, and none comes through.</exception>
    public static EventRequest Of(HttpRequest request, string? after, string? wait, bool hasStreams)
    {
        var accept = request.GetTypedHeaders().Accept;
        var isNamed = IsNamed(request);
        var isTaken = accept.Count == 0 || accept.Any(Stream.IsSubsetOf);
        var last = request.Headers.TryGetValue(LastEventId, out var id) ? id.ToString() : after;
        if (isNamed && !hasStreams)
        {
            throw new ProblemException(NoStreams());
        }

        return new(
            hasStreams && (isNamed || (isTaken && wait is null)),
            string.IsNullOrEmpty(last) ? null : last,
            WaitTime.Parse(wait)
        );
    }

    /// <summary>Whether a caller asks for a stream by name.</summary>
    public static bool IsNamed(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.Any(static type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    private static Problem NoStreams() =>
        new(
            StatusCodes.Status406NotAcceptable,
            "Events.NoStreams",
            "The Azure Functions host sends answers whole, so a stream cannot pass. Ask with 'Accept: application/json' and ?after=<id>&wait=20s."
        );
}
