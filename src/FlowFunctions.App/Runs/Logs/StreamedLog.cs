using System.Text;
using System.Text.Json;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Answers with the lines of a run's log as they are read, and when it is followed as they come, until the run ends: as text, or as server-sent events.</summary>
internal sealed class StreamedLog(
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

    /// <summary>Characters that are sent at once.</summary>
    private const int PartLength = 32 * 1024;

    public required string Workspace { get; init; }

    public required string RunId { get; init; }

    public required RunLog Log { get; init; }

    /// <summary>How many lines at most, unless it is followed.</summary>
    public int Most { get; init; } = int.MaxValue;

    public bool AsEvents { get; init; }

    /// <summary>Whether to wait for the run's end.</summary>
    public bool IsFollowed { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = AsEvents ? EventType : "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            IsFollowed ? lifetime.ApplicationStopping : CancellationToken.None
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
        var quiet = TimeSpan.Zero;
        while (await reader.FindAsync(Workspace, RunId, cancellationToken) is { } run)
        {
            await WriteAsync(response, run, cancellationToken);
            if (IsLast(run))
            {
                return;
            }

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

    private bool IsLast(RunRecord run) => !IsFollowed || run.Header.Status.IsTerminal();

    private async Task WriteAsync(HttpResponse response, RunRecord run, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var line in Log.ReadAsync(run, cancellationToken).Take(Most).WithCancellation(cancellationToken))
        {
            text.Append(AsEvents ? EventOf("log", line.Write) : line.ToText());
            if (text.Length >= PartLength)
            {
                await response.WriteAsync(text.ToString(), cancellationToken);
                text.Clear();
            }
        }

        if (AsEvents && IsLast(run))
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
