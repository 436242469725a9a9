namespace FlowFunctions.App.Events.Streams;

/// <summary>What streams of events work with.</summary>
/// <param name="Ids">Formats ids.</param>
/// <param name="Limits">The numbers.</param>
/// <param name="Time">The clock.</param>
/// <param name="Lifetime">Says when the app stops.</param>
internal sealed record EventServices(
    EventIds Ids,
    EventLimits Limits,
    TimeProvider Time,
    IHostApplicationLifetime Lifetime
)
{
    /// <summary>The answer that a request asks for; disposes of what it holds when it is over.</summary>
    public IResult Answer(EventRequest request, EventReading reading) =>
        request.IsStream ? new EventStream(reading, this) : new EventPage(reading, request.Wait, this);
}
