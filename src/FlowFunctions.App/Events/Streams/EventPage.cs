using System.Text.Json;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Events.Streams;

/// <summary>Answers with the events there are, or waits for the next ones (long-polling): for callers whom a stream cannot reach.</summary>
/// <param name="reading">What is read.</param>
/// <param name="wait">How long to wait when there is none.</param>
/// <param name="services">What it works with.</param>
internal sealed class EventPage(EventReading reading, TimeSpan wait, EventServices services) : IResult
{
    private const int MaxEvents = 200;
    private const int MaxBytes = 1024 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            services.Lifetime.ApplicationStopping
        );
        var page =
            reading.First.Count > 0 ? new Page(reading.First, reading.First[^1].Number) : await NextAsync(stop.Token);
        httpContext.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(httpContext.Response, page, (json, answer, _) => Write(json, answer));
    }

    private async Task<Page> NextAsync(CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(wait, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        var after = reading.After;
        List<LiveEvent> events = [];
        while (true)
        {
            var page = Read(ref after, events);
            if (page.Items.Count > 0 || !await WaitAsync(after, either.Token))
            {
                return page;
            }
        }
    }

    private Page Read(ref long after, List<LiveEvent> events)
    {
        events.Clear();
        reading.Ring!.Read(ref after, events, MaxEvents);
        var wanted = new List<LiveEvent>();
        var bytes = 0;
        foreach (var next in events)
        {
            if (bytes > MaxBytes)
            {
                return new Page(wanted, wanted[^1].Number);
            }

            if (reading.Wants(next))
            {
                wanted.Add(next);
                bytes += next.Bytes;
            }
        }

        return new Page(wanted, after);
    }

    /// <returns>Whether there may be more; not when the time is up, the app stops, or nothing follows.</returns>
    private async Task<bool> WaitAsync(long after, CancellationToken stop)
    {
        try
        {
            await reading.Ring!.WhenBeyondAsync(after).WaitAsync(stop);
            return !reading.Ring.IsOver(after);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Write(Utf8JsonWriter json, Page page)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var item in page.Items)
        {
            json.WriteStartObject();
            json.WriteString("id", services.Ids.Format(item));
            json.WriteString("event", item.Name);
            json.WritePropertyName("data");
            json.WriteRawValue(item.Data, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString(
            "last",
            page.Items is [.., var last] && last.Number == page.Last
                ? services.Ids.Format(last)
                : services.Ids.Format(page.Last)
        );
        json.WriteEndObject();
    }

    private sealed record Page(IReadOnlyList<LiveEvent> Items, long Last);
}
