using System.Net.ServerSentEvents;
using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>One connection that server-sent events come through (WHATWG HTML, section 9.2).</summary>
internal sealed class EventConnection : IAsyncDisposable
{
    // As deep as values of runs may be.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 600 };
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly SseParser<JsonElement> _parser;
    private readonly IAsyncEnumerator<SseItem<JsonElement>> _events;

    private EventConnection(HttpResponseMessage response, Stream stream, CancellationToken cancellationToken)
    {
        (_response, _stream) = (response, stream);
        _parser = SseParser.Create(stream, static (_, data) => JsonElement.Parse(data, Options));
        _events = _parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>The id of the last event that came, or an empty text.</summary>
    public string LastEventId => _parser.LastEventId;

    /// <summary>Begins to read.</summary>
    /// <param name="response">The answer, which is disposed of with this.</param>
    /// <param name="silence">After so long without a byte the connection is taken for lost.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<EventConnection> OpenAsync(
        HttpResponseMessage response,
        TimeSpan silence,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new EventConnection(response, new ImpatientStream(stream, silence, time), cancellationToken);
    }

    /// <summary>The next event, or null when the server has closed the connection.</summary>
    /// <exception cref="IOException">The connection broke or was silent for too long.</exception>
    /// <exception cref="JsonException">What came is no event of a FlowFunctions app.</exception>
    public async Task<RunUpdate?> NextAsync() =>
        await _events.MoveNextAsync() ? new RunUpdate(_events.Current.EventType, _events.Current.Data) : null;

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _stream.DisposeAsync();
        _response.Dispose();
    }
}
