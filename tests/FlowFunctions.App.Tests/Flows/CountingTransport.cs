using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.App.Tests.Flows;

/// <summary>The way to the tables: counts requests, and holds or refuses them when told to.</summary>
internal sealed class CountingTransport : HttpPipelinePolicy
{
    private TaskCompletionSource _gate = Open();
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _broken;
    private int _reads;

    public int Reads => _reads;

    /// <summary>Ends when a request is held.</summary>
    public Task Waiting => _waiting.Task;

    public FlowStore Store(string connectionString)
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new FlowStore(
            new TableServiceClient(connectionString, options).GetTableClient(StorageLayout.Flows),
            StorageAccount.Connect(connectionString).Blobs.GetBlobContainerClient(StorageLayout.FlowDocuments)
        );
    }

    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _gate.TrySetResult();

    public void Break() => _broken = true;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _reads);
        if (_broken)
        {
            throw new RequestFailedException(503, "Refused by the test.");
        }

        _waiting.TrySetResult();
        await _gate.Task;
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException();

    private static TaskCompletionSource Open()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}

/// <summary>A clock that stands until it is set on.</summary>
internal sealed class SetClock : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
