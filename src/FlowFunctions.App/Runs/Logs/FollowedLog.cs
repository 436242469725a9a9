using System.Text;
using System.Text.Json;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Answers with the lines of a run's log as they come, until the run ends: as text, or as server-sent events.</summary>
internal sealed class FollowedLog(
    RunReader reader,
    RunChanges changes,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : IResult
{
    public const string EventType = "text/event-stream";

    /// <summary>Proxies close connections on which nothing happens for a minute.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>What steps write is stored without an event of the run.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>A run that is in a hurry is read a few times a second rather than for each of its events.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    public required string Workspace { get; init; }

    public required string RunId { get; init; }

    public required RunLog Log { get; init; }

    public LogPlace? Place { get; init; }

    public bool AsEvents { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = AsEvents ? EventType : "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            lifetime.ApplicationStopping
        );
        try
        {
            await FollowAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The caller has gone, or the app stops: the stream ends here.
        }
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        using var follower = changes.Follow(RunId);
        var place = Place;
        var quiet = TimeSpan.Zero;
        while (await reader.FindAsync(Workspace, RunId, cancellationToken) is { } run)
        {
            var lines = await Log.ReadAsync(run, cancellationToken);
            await WriteAsync(response, lines.Skip(place?.IndexIn(lines) ?? 0), run, cancellationToken);
            if (run.Header.Status.IsTerminal())
            {
                return;
            }

            // Only the first lines can lie at the place itself; later ones lie behind it, or far before.
            place = place is { } behind ? behind with { Lines = 0 } : null;
            if (await follower.WaitAsync(Poll, time, cancellationToken))
            {
                quiet = TimeSpan.Zero;
                await Task.Delay(Breath, time, cancellationToken);
            }
            else if ((quiet += Poll) >= Heartbeat && AsEvents)
            {
                quiet = TimeSpan.Zero;
                await response.WriteAsync(":\n\n", cancellationToken);
            }
        }
    }

    private async Task WriteAsync(
        HttpResponse response,
        IEnumerable<LogLine> lines,
        RunRecord run,
        CancellationToken cancellationToken
    )
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(AsEvents ? EventOf("log", line.Write) : line.ToText());
        }

        if (AsEvents && run.Header.Status.IsTerminal())
        {
            text.Append(EventOf("end", json => RunJson.WriteSummary(json, run.Header)));
        }

        await response.WriteAsync(text.ToString(), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private static string EventOf(string name, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return $"event: {name}\ndata: {Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length))}\n\n";
    }
}
