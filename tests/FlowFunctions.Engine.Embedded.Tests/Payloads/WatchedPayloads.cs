using System.Threading.Channels;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded.Tests.Payloads;

/// <summary>A store that tells a test when it is swept.</summary>
internal sealed class WatchedPayloads(IPayloadStore store) : IPayloadStore
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    /// <summary><c>list</c>, or the hash of what was deleted.</summary>
    public async Task<string> NextAsync() =>
        await _events.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        store.PutAsync(content, cancellationToken);

    public ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken) =>
        store.GetAsync(reference, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        _events.Writer.TryWrite("list");
        return store.ListAsync(before, cancellationToken);
    }

    public async ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(hash, before, cancellationToken);
        _events.Writer.TryWrite(hash);
    }
}
