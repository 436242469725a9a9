using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded.Payloads;

/// <summary>Large values as files <c>ab/ab12…</c> of a directory, named by their SHA-256. One process at a time may use it.</summary>
/// <param name="directory">The directory; created when the first value is kept.</param>
/// <param name="durability">What a kept value survives.</param>
/// <param name="time">The clock that the age of values is measured by.</param>
public sealed class PayloadDirectory(string directory, Durability durability, TimeProvider time) : IPayloadStore
{
    private const string Temporary = ".tmp";

    private static readonly SearchValues<char> HashCharacters = SearchValues.Create("0123456789abcdef");

    // Held only to rename, touch and delete: a value that is kept again must not be deleted at that moment.
    private readonly Lock _names = new();

    /// <inheritdoc/>
    public async ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var reference = PayloadReference.Of(content.Span);
        var file = FileOf(reference.Hash);
        var folder = Path.GetDirectoryName(file)!;
        if (!TryTouch(file))
        {
            CreateFolder(folder);
            var temporary = Path.Combine(folder, Path.GetRandomFileName() + Temporary);
            try
            {
                await WriteAsync(temporary, content, cancellationToken);
                lock (_names)
                {
                    File.Move(temporary, file, overwrite: true);
                    Touch(file);
                }
            }
            finally
            {
                File.Delete(temporary);
            }
        }

        Flush(folder);
        return reference;
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        try
        {
            var content = await File.ReadAllBytesAsync(FileOf(reference.Hash), cancellationToken);
            return Convert.ToHexStringLower(SHA256.HashData(content)) == reference.Hash
                ? content
                : throw new PayloadMissingException(reference, "is damaged");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PayloadMissingException(reference, $"is missing in '{directory}'");
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        DateTimeOffset before,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(directory))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories(directory))
        {
            await Task.Yield();
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file.LastWriteTimeUtc >= before.UtcDateTime)
                {
                    continue;
                }

                if (file.Extension == Temporary)
                {
                    // The write of it was cut short.
                    file.Delete();
                }
                else if (IsHash(file.Name))
                {
                    yield return file.Name;
                }
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var file = FileOf(hash);
        lock (_names)
        {
            if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                File.Delete(file);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static bool IsHash(string name) => name.Length == 64 && !name.AsSpan().ContainsAnyExcept(HashCharacters);

    private string FileOf(string hash) =>
        IsHash(hash)
            ? Path.Combine(directory, hash[..2], hash)
            : throw new ArgumentException($"'{hash}' is not the hash of a value.", nameof(hash));

    private bool TryTouch(string file)
    {
        lock (_names)
        {
            if (!File.Exists(file))
            {
                return false;
            }

            Touch(file);
            return true;
        }
    }

    private void Touch(string file) => File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);

    private async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(
            file,
            FileMode.CreateNew,
            FileAccess.Write,
            options: FileOptions.Asynchronous
        );
        await RandomAccess.WriteAsync(handle, content, fileOffset: 0, cancellationToken);
        if (durability == Durability.Flush)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    private void CreateFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Flush(directory);
        }
    }

    /// <summary>Also when the value was there: whoever is writing it may not have come so far yet.</summary>
    private void Flush(string folder)
    {
        if (durability == Durability.Flush)
        {
            DirectoryEntry.Flush(folder);
        }
    }
}
