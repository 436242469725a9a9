using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.App.Tests.Events;

/// <summary>An event as a browser would see it.</summary>
public sealed record ServerEvent(string? Id, string Name, JsonElement Data)
{
    public string Text(string name) => Data.GetProperty(name).GetString()!;
}

/// <summary>Reads server-sent events as WHATWG HTML says (section 9.2.6), over a connection of its own.</summary>
public sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body) =>
        (_response, _lines) = (response, new StreamReader(body));

    public HttpStatusCode Status => _response.StatusCode;

    public HttpResponseMessage Response => _response;

    /// <summary>Comments that came so far: heartbeats.</summary>
    public int Comments { get; private set; }

    public static async Task<EventReader> OpenAsync(HttpClient client, string path, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        return await SendAsync(client, request);
    }

    /// <summary>A stream that is the answer to a body.</summary>
    public static async Task<EventReader> PostAsync(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await SendAsync(client, request);
    }

    private static async Task<EventReader> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, or null at the end of the stream.</summary>
    public async Task<ServerEvent?> NextAsync()
    {
        string? id = null;
        var name = "message";
        var data = "";
        while (await _lines.ReadLineAsync() is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
            {
                return new ServerEvent(id, name, JsonElement.Parse(data));
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 1)..].TrimStart(' ');
            switch (colon < 0 ? line : line[..colon])
            {
                case "id":
                    id = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "data":
                    data += value;
                    break;
                case "" when colon == 0:
                    Comments++;
                    break;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>The events up to the end of the stream.</summary>
    public async Task<List<ServerEvent>> RestAsync()
    {
        var events = new List<ServerEvent>();
        await foreach (var next in AllAsync())
        {
            events.Add(next);
        }

        return events;
    }

    /// <summary>The next event of a name; what comes before it is passed over.</summary>
    public async Task<ServerEvent> UntilAsync(string name, Func<ServerEvent, bool>? isAwaited = null)
    {
        await foreach (var next in AllAsync())
        {
            if (next.Name == name && isAwaited?.Invoke(next) != false)
            {
                return next;
            }
        }

        throw new InvalidOperationException($"The stream ended before an event '{name}' came.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private async IAsyncEnumerable<ServerEvent> AllAsync([EnumeratorCancellation] CancellationToken token = default)
    {
        while (!token.IsCancellationRequested && await NextAsync() is { } next)
        {
            yield return next;
        }
    }
}
