using System.Net;
using System.Text.Json;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Server;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>
/// The server-sent events of a run, gone on with after the last one when the connection was lost; from a server that has none, the run
/// as it is every second, if that will do. For one reader.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="path">Where the events are.</param>
/// <param name="settings">How they are followed.</param>
internal sealed class EventFeed(FlowServer server, string path, FeedSettings settings) : IAsyncDisposable
{
    private const string RunNotFound = "Run.NotFound";
    private EventConnection? _connection;
    private string _lastEventId = "";
    private int _failures;
    private bool _isPolling;
    private bool _hasPolled;
    private bool _isEnded;

    /// <summary>Reads the run as it is, for servers without events; null when that would not do.</summary>
    public Func<CancellationToken, Task<JsonElement>>? Poll { get; init; }

    /// <summary>Told when events begin, also those of a new connection.</summary>
    public Action Begun { get; init; } = static () => { };

    /// <summary>Told when the connection was lost and is made again.</summary>
    public Action Lost { get; init; } = static () => { };

    /// <summary>What to do when the connection is lost for good.</summary>
    public required string Advice { get; init; }

    /// <summary>The next thing that happens, or null when the run has ended.</summary>
    /// <exception cref="ServerUnavailableException">The connection is lost for good.</exception>
    /// <exception cref="ServerException">The server refuses.</exception>
    public async Task<RunUpdate?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_isEnded)
        {
            var next = _isPolling ? await PollAsync(cancellationToken) : await ReadAsync(cancellationToken);
            if (next is { Name: not (UpdateNames.Dropped or UpdateNames.Bye) } update)
            {
                _isEnded |= update.Name == UpdateNames.End;
                return update;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<RunUpdate?> PollAsync(CancellationToken cancellationToken)
    {
        if (_hasPolled)
        {
            await Task.Delay(settings.PollInterval, settings.Time, cancellationToken);
        }

        _hasPolled = true;
        var run = await Poll!(cancellationToken);
        _isEnded = RemoteRun.Read(run).Status.IsTerminal();
        return new RunUpdate(UpdateNames.Snapshot, run);
    }

    /// <returns>An event, or null when the connection has to be made again or there are no events.</returns>
    private async Task<RunUpdate?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is null && !await ConnectAsync(cancellationToken))
            {
                return null;
            }

            var next = await _connection!.NextAsync();
            if (next is { Name: not (UpdateNames.Dropped or UpdateNames.Bye) })
            {
                _lastEventId = _connection.LastEventId;
                _failures = 0;
                return next;
            }

            await LoseAsync(failure: null, asked: null, cancellationToken);
        }
        catch (ServerException busy) when (busy.Problem.Status is 429 or >= 500)
        {
            await LoseAsync(busy, busy.Problem.RetryAfter, cancellationToken);
        }
        catch (Exception failure)
            when (failure is IOException or HttpRequestException or JsonException or ServerUnavailableException
                && !cancellationToken.IsCancellationRequested
            )
        {
            await LoseAsync(failure, asked: null, cancellationToken);
        }

        return null;
    }

    /// <returns>Whether there is a connection now.</returns>
    private async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        var request = ServerRequest.Get(path) with
        {
            Headers =
            [
                ("Accept", "text/event-stream"),
                .. _lastEventId.Length == 0 ? Array.Empty<(string, string)>() : [("Last-Event-ID", _lastEventId)],
            ],
        };
        var response = await server.OpenAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            _connection = await EventConnection.OpenAsync(response, settings.Silence, settings.Time, cancellationToken);
            return true;
        }

        using (response)
        {
            await UnderstandAsync(response, cancellationToken);
            return false;
        }
    }

    /// <summary>There are no events in the answer: the run has ended, or the server has none at all.</summary>
    private async Task UnderstandAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            _isEnded = true;
            return;
        }

        var problem = await server.ProblemOfAsync(response, cancellationToken);
        if (Poll is null || problem.Status is not (404 or 405 or 406) || problem.Code == RunNotFound)
        {
            throw new ServerException(problem);
        }

        _isPolling = true;
    }

    private async Task LoseAsync(Exception? failure, TimeSpan? asked, CancellationToken cancellationToken)
    {
        await CloseAsync();
        if (settings.Retries.PauseAfter(++_failures, asked) is not { } pause)
        {
            throw new ServerUnavailableException(
                $"The connection to {ServerAddress.Show(server.Address)} is lost, and the run goes on. {Advice}",
                failure
            );
        }

        if (failure is not null && _failures == 1)
        {
            Lost();
        }

        await Task.Delay(pause, settings.Time, cancellationToken);
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
