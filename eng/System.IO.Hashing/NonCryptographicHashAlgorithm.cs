namespace System.IO.Hashing;

/// <summary>
/// The base of the CRC-64 that <c>Azure.Storage</c> brings itself: those members of the real class that it calls or overrides.
/// </summary>
public abstract class NonCryptographicHashAlgorithm
{
    /// <summary>Sets the length of the hash.</summary>
    /// <param name="hashLengthInBytes">In bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    protected NonCryptographicHashAlgorithm(int hashLengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashLengthInBytes, 1);
        HashLengthInBytes = hashLengthInBytes;
    }

    /// <summary>The length of the hash in bytes.</summary>
    public int HashLengthInBytes { get; }

    /// <summary>Adds bytes to what is hashed.</summary>
    /// <param name="source">The bytes.</param>
    public abstract void Append(ReadOnlySpan<byte> source);

    /// <summary>Forgets everything that was added.</summary>
    public abstract void Reset();

    /// <summary>Adds the rest of a stream to what is hashed.</summary>
    /// <param name="stream">The stream.</param>
    public void Append(Stream stream)
    {
        var buffer = new byte[81_920];
        while (stream.Read(buffer) is var read and > 0)
        {
            Append(buffer.AsSpan(0, read));
        }
    }

    /// <summary>Adds the rest of a stream to what is hashed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Ends with the stream.</returns>
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[81_920];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            Append(buffer.AsSpan(0, read));
        }
    }

    /// <summary>The hash of everything that was added so far.</summary>
    /// <returns>A new array of <see cref="HashLengthInBytes"/> bytes.</returns>
    public byte[] GetCurrentHash()
    {
        var hash = new byte[HashLengthInBytes];
        GetCurrentHashCore(hash);
        return hash;
    }

    /// <summary>Writes the hash of everything that was added so far.</summary>
    /// <param name="destination">At least <see cref="HashLengthInBytes"/> long.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int GetCurrentHash(Span<byte> destination)
    {
        if (destination.Length < HashLengthInBytes)
        {
            throw new ArgumentException($"The hash needs {HashLengthInBytes} bytes.", nameof(destination));
        }

        GetCurrentHashCore(destination[..HashLengthInBytes]);
        return HashLengthInBytes;
    }

    /// <summary>Writes the hash of everything that was added so far.</summary>
    /// <param name="destination">Exactly <see cref="HashLengthInBytes"/> long.</param>
    protected abstract void GetCurrentHashCore(Span<byte> destination);
}
