using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using FlowFunctions.App.Events;
using FlowFunctions.App.Events.Streams;

namespace FlowFunctions.App.Steps;

/// <summary>Answers with what a step prints while it is tried, and at last with how it has ended, as server-sent events. It ends with its caller.</summary>
internal sealed class StepTestStream(StepTrial trial, EventServices services) : IResult
{
    private const int MaxLines = 10_000;

    /// <summary>Lines that are sent at once.</summary>
    private const int Batch = 256;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            services.Lifetime.ApplicationStopping
        );
        var connection = new EventConnection(httpContext, services, stop.Token);
        var lines = Channel.CreateUnbounded<StepTestLine>(new() { SingleReader = true });
        var running = RunAsync(lines.Writer, stop.Token);
        try
        {
            if (!await SendAsync(connection, lines.Reader, stop.Token))
            {
                await stop.CancelAsync();
            }

            await connection.SendAsync([Event("result", await running, StepTypeJson.Wire.StepTestResource)]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.SendLastAsync(EventNames.Bye, "The app stops. Try the step again in a moment.");
        }
    }

    private async Task<StepTestResource> RunAsync(ChannelWriter<StepTestLine> lines, CancellationToken stop)
    {
        try
        {
            return await trial.RunAsync(MaxLines, line => lines.TryWrite(line), stop);
        }
        finally
        {
            lines.Complete();
        }
    }

    /// <summary>Sends lines as they come, up to the last one.</summary>
    /// <returns>Whether the reader takes more.</returns>
    private async Task<bool> SendAsync(
        EventConnection connection,
        ChannelReader<StepTestLine> lines,
        CancellationToken stop
    )
    {
        var isOpen = await connection.BeginAsync();
        while (isOpen && !lines.Completion.IsCompleted)
        {
            isOpen = await ReadAsync(lines, stop) is { } events
                ? await connection.SendAsync(events)
                : await connection.SendHeartbeatAsync();
        }

        return isOpen;
    }

    /// <returns>The next lines; null when none has come for a while.</returns>
    private async Task<List<LiveEvent>?> ReadAsync(ChannelReader<StepTestLine> lines, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(services.Limits.Heartbeat, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            await lines.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }

        var events = new List<LiveEvent>();
        while (events.Count < Batch && lines.TryRead(out var line))
        {
            events.Add(Event(EventNames.Log, line, StepTypeJson.Wire.StepTestLine));
        }

        return events;
    }

    private static LiveEvent Event<T>(string name, T data, JsonTypeInfo<T> type) =>
        new(name, EventJson.Of((data, type), static (json, it) => JsonSerializer.Serialize(json, it.data, it.type)));
}
