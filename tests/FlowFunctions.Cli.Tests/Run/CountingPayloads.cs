using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Cli.Tests.Run;

/// <summary>Counts how often values are read.</summary>
internal sealed class CountingPayloads(IPayloadStore store) : IPayloadStore
{
    private int _gets;

    public int Gets => _gets;

    public ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        store.PutAsync(content, cancellationToken);

    public ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _gets);
        return store.GetAsync(reference, cancellationToken);
    }

    public IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        store.ListAsync(before, cancellationToken);

    public ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken) =>
        store.DeleteAsync(hash, before, cancellationToken);
}
