using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Events.Streams;

/// <summary>What streams of events work with.</summary>
/// <param name="Ids">Formats ids.</param>
/// <param name="Limits">The numbers.</param>
/// <param name="Time">The clock.</param>
/// <param name="Lifetime">Says when the app stops.</param>
/// <param name="Settings">Say whether streams come through.</param>
internal sealed record EventServices(
    EventIds Ids,
    EventLimits Limits,
    TimeProvider Time,
    IHostApplicationLifetime Lifetime,
    AppSettings Settings
)
{
    /// <summary>The answer that a request asks for; disposes of what it holds when it is over.</summary>
    public IResult Answer(EventRequest request, EventReading reading) =>
        request.IsStream ? new EventStream(reading, this) : new EventPage(reading, request.Wait, this);

    /// <summary>How a caller wants events.</summary>
    /// <param name="request">The request.</param>
    /// <param name="after">Its parameter <c>after</c>.</param>
    /// <param name="wait">Its parameter <c>wait</c>.</param>
    /// <exception cref="ProblemException">400: <c>wait</c> cannot be used; 406: a stream is wanted, and none comes through.</exception>
    public EventRequest RequestOf(HttpRequest request, string? after, string? wait) =>
        EventRequest.Of(request, after, wait, Settings.HasStreams);
}
