using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>A store that stays empty: the values of random flows are small.</summary>
internal sealed class NoPayloads : IPayloadStore
{
    public ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<string>();

    public ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
