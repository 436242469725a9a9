using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.DurableTask.Grpc;

namespace FlowFunctions.App.Durable;

/// <summary>Takes work from the backend as long as the app runs, and gives back what has not ended when it stops.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes of the worker.")]
internal sealed partial class BackendWorker(GrpcBackend backend, IDurableEngine engine, ILogger<BackendWorker> logger)
    : IHostedService
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);
    private GrpcWorker? _worker;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new GrpcWorkerOptions { StopTimeout = StopLimit, Trouble = LogTrouble };
        _worker = new GrpcWorker(backend, engine, options);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }
    }

    private void LogTrouble(string what, Exception? exception) => LogTrouble(exception, what);

    [LoggerMessage(1, LogLevel.Warning, "Durable Task backend: {What}")]
    private partial void LogTrouble(Exception? exception, string what);
}
