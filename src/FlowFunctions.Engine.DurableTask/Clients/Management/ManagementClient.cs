using System.Net;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Clients.Attempts;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>
/// Asks a task hub through the HTTP management API of the Durable Functions extension ("HTTP API reference" in its documentation).
/// Calls are repeated after lost connections, 408, 429 and 5xx. An event whose answer was lost is sent again, so it may arrive twice; instances
/// must bear that anyway, because the backend delivers at least once. A rewind is repeated only when it certainly did not arrive.
/// </summary>
public sealed class ManagementClient : ITaskHubClient, IDisposable
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    private readonly Repetition _repetition;
    private readonly TimeProvider _time;
    private readonly ManagementTransport _transport;

    /// <summary>A client for the task hub that a binding names.</summary>
    /// <param name="binding">Asked before each attempt, because addresses change when the host restarts; null while they are not known.</param>
    /// <param name="options">Timeouts and repetitions; null for the defaults.</param>
    /// <param name="time">The clock; null for the machine's.</param>
    public ManagementClient(
        Func<DurableClientBinding?> binding,
        TaskHubCallOptions? options = null,
        TimeProvider? time = null
    )
    {
        _time = time ?? TimeProvider.System;
        _repetition = new(options ?? new(), _time);
        _transport = new(binding);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StartAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken = default
    )
    {
        var start = new StartOnce(
            token => CreateAsync(instanceId, orchestrator, input, token),
            token => ReadAsync(instanceId, token),
            _time.GetUtcNow()
        );
        return _repetition.RunAsync($"Starting instance '{instanceId}'", start.AttemptAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<InstanceState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        _repetition.RunAsync(
            $"Reading instance '{instanceId}'",
            token => ReadAsync(instanceId, token),
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<bool> SendEventAsync(
        string instanceId,
        string name,
        string data,
        CancellationToken cancellationToken = default
    ) =>
        _repetition.RunAsync(
            $"Sending event '{name}' to instance '{instanceId}'",
            token =>
                TellAsync(
                    routes =>
                        new(HttpMethod.Post, routes.Event(instanceId, name)) { Content = new JsonTextContent(data) },
                    token
                ),
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<bool> TerminateAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) =>
        _repetition.RunAsync(
            $"Terminating instance '{instanceId}'",
            token => TellAsync(routes => new(HttpMethod.Post, routes.Terminate(instanceId, reason)), token),
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<bool> RewindAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) =>
        _repetition.RunOnceAsync(
            $"Rewinding instance '{instanceId}'",
            token => TellAsync(routes => new(HttpMethod.Post, routes.Rewind(instanceId, reason)), token),
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        _repetition.RunAsync(
            $"Purging instance '{instanceId}'",
            token => TellAsync(routes => new(HttpMethod.Delete, routes.Instance(instanceId)), token),
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<InstancePage> ListAsync(InstanceQuery query, CancellationToken cancellationToken = default) =>
        _repetition.RunAsync("Listing instances", token => ReadPageAsync(query, token), cancellationToken);

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _transport.Dispose();

    private ValueTask<bool> CreateAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken
    ) =>
        _transport.ExchangeAsync(
            routes =>
                new(HttpMethod.Post, routes.Start(orchestrator, instanceId)) { Content = new JsonTextContent(input) },
            static (answer, _) =>
                answer.Status switch
                {
                    HttpStatusCode.Accepted or HttpStatusCode.OK => ValueTask.FromResult(true),
                    HttpStatusCode.Conflict => ValueTask.FromResult(false),
                    _ => throw answer.Refusal,
                },
            cancellationToken
        );

    /// <summary>A request about an instance that may not be there or may not be in the state for it.</summary>
    private ValueTask<bool> TellAsync(
        Func<ManagementRoutes, HttpRequestMessage> request,
        CancellationToken cancellationToken
    ) =>
        _transport.ExchangeAsync(
            request,
            static (answer, _) =>
                answer.Status switch
                {
                    HttpStatusCode.Accepted or HttpStatusCode.OK => ValueTask.FromResult(true),
                    HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.PreconditionFailed =>
                        ValueTask.FromResult(false),
                    _ => throw answer.Refusal,
                },
            cancellationToken
        );

    private ValueTask<InstanceState?> ReadAsync(string instanceId, CancellationToken cancellationToken) =>
        _transport.ExchangeAsync<InstanceState?>(
            routes => new(HttpMethod.Get, routes.State(instanceId)),
            static async (answer, token) =>
            {
                switch (answer.Status)
                {
                    // 202 while it goes on, 200 when it has ended.
                    case HttpStatusCode.OK or HttpStatusCode.Accepted:
                        using (var json = await answer.ReadAsync(token))
                        {
                            return InstanceJson.Read(json.RootElement);
                        }

                    case HttpStatusCode.NotFound:
                        return null;
                    default:
                        throw answer.Refusal;
                }
            },
            cancellationToken
        );

    private ValueTask<InstancePage> ReadPageAsync(InstanceQuery query, CancellationToken cancellationToken) =>
        _transport.ExchangeAsync(routes => PageRequest(routes, query), ReadPageAsync, cancellationToken);

    private static HttpRequestMessage PageRequest(ManagementRoutes routes, InstanceQuery query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, routes.List(query));
        if (query.Continuation is { } continuation)
        {
            request.Headers.TryAddWithoutValidation(ContinuationHeader, continuation);
        }

        return request;
    }

    private static async ValueTask<InstancePage> ReadPageAsync(
        ManagementAnswer answer,
        CancellationToken cancellationToken
    )
    {
        if (answer.Status != HttpStatusCode.OK)
        {
            throw answer.Refusal;
        }

        using var json = await answer.ReadAsync(cancellationToken);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("Instances come as an array.");
        }

        return new([.. json.RootElement.EnumerateArray().Select(InstanceJson.Read)], Continuation(answer.Message));
    }

    // The last page has the header too, but empty.
    private static string? Continuation(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(ContinuationHeader, out var values) && values.First() is { Length: > 0 } token
            ? token
            : null;
}
