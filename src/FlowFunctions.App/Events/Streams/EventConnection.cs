using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.App.Events.Streams;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2) to one reader.</summary>
internal sealed class EventConnection(HttpContext context, EventServices services, CancellationToken stop)
{
    /// <summary>Bytes that are written before they are sent.</summary>
    private const int Chunk = 32 * 1024;

    /// <summary>A stopping app gives a reader this long to take the last word.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private readonly PipeWriter _body = context.Response.BodyWriter;

    /// <summary>Sends the head of the answer, so that the reader knows that it is connected.</summary>
    public Task<bool> BeginAsync()
    {
        var response = context.Response;
        response.ContentType = EventRequest.MediaType;
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        Write(string.Create(CultureInfo.InvariantCulture, $"retry: {services.Limits.Retry.TotalMilliseconds:0}\n\n"));
        return FlushAsync();
    }

    /// <summary>Sends events.</summary>
    /// <returns>Whether the reader takes more.</returns>
    public async Task<bool> SendAsync(IEnumerable<LiveEvent> events)
    {
        foreach (var next in events)
        {
            Write(next);
            if (_body.UnflushedBytes > Chunk && !await FlushAsync())
            {
                return false;
            }
        }

        return await FlushAsync();
    }

    /// <summary>Sends a last word. It has no id: a reader that connects again goes on behind the last event that has one.</summary>
    public Task<bool> SendLastAsync(string name, string message)
    {
        Write($"event: {name}\ndata: {{\"message\":\"{message}\"}}\n\n");
        return FlushAsync(LastWord, context.RequestAborted);
    }

    /// <summary>Sends a comment, so that what stands between does not take the connection for dead.</summary>
    public Task<bool> SendHeartbeatAsync()
    {
        _body.Write(":\n\n"u8);
        return FlushAsync();
    }

    private void Write(LiveEvent next)
    {
        // Without a number it is told once only, and nobody can come back to it.
        Write(next.Number > 0 ? $"id: {services.Ids.Format(next)}\n" : "");
        Write($"event: {next.Name}\ndata: ");
        _body.Write(next.Data);
        _body.Write("\n\n"u8);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _body);

    private Task<bool> FlushAsync() => FlushAsync(services.Limits.WriteTimeout, stop);

    /// <returns>Whether the reader takes more. One that takes nothing in time, or when the app stops, is cut off.</returns>
    private async Task<bool> FlushAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var flush = _body.FlushAsync(CancellationToken.None).AsTask();
        try
        {
            return !(await flush.WaitAsync(limit, services.Time, cancellationToken)).IsCompleted
                && !context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            context.Abort();
            return false;
        }
    }
}
