using System.Collections.Concurrent;
using System.Threading.Channels;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Hub.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Clients;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

/// <summary>A backend, and a worker that is connected to it.</summary>
internal sealed class WorkerBench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private GrpcBackend? _backend;
    private SidecarServer? _server;
    private int _port;

    public ScriptedSidecar Sidecar { get; } = new();

    public ScriptedHandler Handler { get; } = new();

    public SidecarServer Server => _server!;

    public GrpcWorker Worker { get; private set; } = null!;

    /// <summary>What the worker told of trouble.</summary>
    public ConcurrentQueue<string> Troubles { get; } = new();

    /// <summary>Pauses take no time here.</summary>
    public InstantPauses Time { get; } = new(TimeSpan.FromSeconds(30));

    /// <summary>Starts both and waits for the connection.</summary>
    public async Task StartAsync(GrpcWorkerOptions? options = null)
    {
        await StartServerAsync();
        StartWorker(options);
        await NextAsync(Sidecar.Workers);
    }

    /// <summary>Starts the server, again on the same port.</summary>
    public async Task StartServerAsync()
    {
        _server = await SidecarServer.StartAsync(Sidecar, _port);
        _port = _server.Address.Port;
    }

    /// <summary>Stops the server; its port stays the same.</summary>
    public async Task StopServerAsync()
    {
        await Server.DisposeAsync();
        _server = null;
    }

    /// <summary>Starts the worker.</summary>
    public void StartWorker(GrpcWorkerOptions? options = null)
    {
        _backend = new(new() { Address = new($"http://127.0.0.1:{_port}") }, Time);
        var told = options ?? new();
        Worker = new(
            _backend,
            Handler,
            told with
            {
                Trouble = (what, _) => Troubles.Enqueue(what),
                // Shorter than what the clock takes for a time limit.
                Reconnection = new()
                {
                    FirstPause = TimeSpan.FromSeconds(0.5),
                    LongestPause = TimeSpan.FromSeconds(20),
                    Random = static () => 1,
                },
            }
        );
    }

    /// <summary>What comes next; fails when nothing comes.</summary>
    public static async Task<T> NextAsync<T>(Channel<T> channel)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await channel.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Waits until something is so; fails when it does not become so.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>An activity to hand out.</summary>
    public static WorkItem Activity(string token, string? input = "1") =>
        new()
        {
            CompletionToken = token,
            ActivityRequest = new()
            {
                Name = "RunStep",
                Input = input,
                TaskId = 7,
                OrchestrationInstance = new() { InstanceId = "r" },
            },
        };

    /// <summary>A turn to hand out.</summary>
    public static WorkItem Turn(string token) =>
        new()
        {
            CompletionToken = token,
            OrchestratorRequest = new() { InstanceId = "r", NewEvents = { new HistoryEvent { EventId = 1 } } },
        };

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        _backend?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
