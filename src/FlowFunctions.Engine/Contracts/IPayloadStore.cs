using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Contracts;

/// <summary>
/// Holds values too large for a history, addressed by their content. All members may be called at the same time.
/// </summary>
public interface IPayloadStore
{
    /// <summary>Keeps content; when the call returns it is as durable as the engine's history. Keeping it again makes it young again.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It cannot be kept now; another attempt may help.</exception>
    ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Finds content, which the caller must not change, and checks it against its hash.</summary>
    /// <exception cref="PayloadMissingException">It is not there, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read now; another attempt may help.</exception>
    ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken);

    /// <summary>The hashes of what has not been kept (again) since a time.</summary>
    IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes content unless it has been kept again since a time.</summary>
    /// <exception cref="IOException">It cannot be deleted now.</exception>
    ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken);
}
