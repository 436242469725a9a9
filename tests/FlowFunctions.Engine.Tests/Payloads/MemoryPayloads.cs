using System.Collections.Concurrent;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Tests.Payloads;

/// <summary>A store in memory that counts what is asked of it and fails as often as a test wants.</summary>
internal sealed class MemoryPayloads : IPayloadStore
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private int _puts;
    private int _gets;
    private int _failures;

    public int Puts => _puts;

    public int Gets => _gets;

    /// <summary>How many of the next calls fail.</summary>
    public int Failures
    {
        get => _failures;
        set => _failures = value;
    }

    public ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _puts);
        ThrowIfFailing();
        var reference = PayloadReference.Of(content.Span);
        _values[reference.Hash] = content.ToArray();
        return new(reference);
    }

    public ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _gets);
        ThrowIfFailing();
        return _values.TryGetValue(reference.Hash, out var content)
            ? new(content)
            : throw new PayloadMissingException(reference, "is missing");
    }

    public IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _values.Keys.ToAsyncEnumerable();

    public ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken)
    {
        _values.TryRemove(hash, out _);
        return ValueTask.CompletedTask;
    }

    private void ThrowIfFailing()
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("No space left on device.");
        }
    }
}
