using System.Collections.Concurrent;
using System.Net;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Engine.DurableTask.Hub.Grpc;

/// <summary>The gRPC face of a Durable Task backend, on loopback: HTTP/2 without TLS.</summary>
internal sealed class SidecarServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ISidecar _sidecar;
    private readonly HashSet<HttpContext> _open = [];

    private SidecarServer(WebApplication web, ISidecar sidecar) => (_web, _sidecar) = (web, sidecar);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_web.Urls.First());

    /// <summary>The headers of each call that came, its path under <c>:path</c>.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Calls { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="sidecar">Answers.</param>
    /// <param name="port">Where to listen; 0 for a free port.</param>
    public static async Task<SidecarServer> StartAsync(ISidecar sidecar, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        var server = new SidecarServer(builder.Build(), sidecar);
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync();
        return server;
    }

    /// <summary>Breaks off all calls under way, without a status.</summary>
    public void BreakOff()
    {
        // No call ends while the lock is held: the server uses the context of an ended call again.
        lock (_open)
        {
            foreach (var context in _open)
            {
                context.Abort();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A stopping server waits for its streams, which would not end by themselves.
        BreakOff();
        await _web.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        lock (_open)
        {
            _open.Add(context);
        }

        try
        {
            var headers = context.Request.Headers.ToDictionary(
                static header => header.Key,
                static header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            );
            headers[":path"] = context.Request.Path.Value!;
            Calls.Enqueue(headers);
            await RouteAsync(context.Request.Path.Value!, new(context));
        }
        finally
        {
            lock (_open)
            {
                _open.Remove(context);
            }
        }
    }

    private Task RouteAsync(string path, GrpcServerCall call) =>
        path.Replace($"/{TaskHubMethods.Service}/", "", StringComparison.Ordinal) switch
        {
            "Hello" => call.UnaryAsync(Empty.Parser, static (empty, _) => ValueTask.FromResult(empty)),
            "GetWorkItems" => call.StreamAsync(GetWorkItemsRequest.Parser, _sidecar.GetWorkItemsAsync),
            "StreamInstanceHistory" => call.StreamAsync(
                StreamInstanceHistoryRequest.Parser,
                _sidecar.StreamInstanceHistoryAsync
            ),
            "CompleteOrchestratorTask" => call.UnaryAsync(
                OrchestratorResponse.Parser,
                _sidecar.CompleteOrchestratorTaskAsync
            ),
            "CompleteActivityTask" => call.UnaryAsync(ActivityResponse.Parser, _sidecar.CompleteActivityTaskAsync),
            "AbandonTaskOrchestratorWorkItem" => call.UnaryAsync(
                AbandonOrchestrationTaskRequest.Parser,
                _sidecar.AbandonOrchestratorAsync
            ),
            "AbandonTaskActivityWorkItem" => call.UnaryAsync(
                AbandonActivityTaskRequest.Parser,
                _sidecar.AbandonActivityAsync
            ),
            var name => RouteClientAsync(name, call),
        };

    private Task RouteClientAsync(string name, GrpcServerCall call) =>
        name switch
        {
            "StartInstance" => call.UnaryAsync(CreateInstanceRequest.Parser, _sidecar.StartInstanceAsync),
            "GetInstance" => call.UnaryAsync(GetInstanceRequest.Parser, _sidecar.GetInstanceAsync),
            "RaiseEvent" => call.UnaryAsync(RaiseEventRequest.Parser, _sidecar.RaiseEventAsync),
            "TerminateInstance" => call.UnaryAsync(TerminateRequest.Parser, _sidecar.TerminateInstanceAsync),
            "RewindInstance" => call.UnaryAsync(RewindInstanceRequest.Parser, _sidecar.RewindInstanceAsync),
            "PurgeInstances" => call.UnaryAsync(PurgeInstancesRequest.Parser, _sidecar.PurgeInstancesAsync),
            "QueryInstances" => call.UnaryAsync(QueryInstancesRequest.Parser, _sidecar.QueryInstancesAsync),
            _ => call.RefuseAsync(GrpcStatus.Unimplemented, $"There is no method {name}."),
        };
}
