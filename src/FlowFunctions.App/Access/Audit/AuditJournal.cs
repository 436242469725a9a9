using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// Entries on the way to the table, in files of the data folder: a line for each. A file is deleted when its entries are stored for a while; what a
/// process leaves behind the next one stores. Not thread-safe.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="flushes">Whether entries survive a power cut, too.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditJournal(string folder, bool flushes, TimeProvider time) : IDisposable
{
    private const string Extension = ".ndjson";

    /// <summary>An emulator that is killed loses what it has stored last.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly Queue<OldFile> _old = new();
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);

    /// <summary>An entry is JSON in JSON: its quotes need not become six characters each.</summary>
    private readonly Utf8JsonWriter _json = new(
        Stream.Null,
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    private AuditFile? _file;
    private DateTimeOffset _begun;

    /// <summary>Keeps entries, all of them or none; when this returns they survive the process.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public void Append(IEnumerable<AuditRow> rows)
    {
        _lines.ResetWrittenCount();
        foreach (var row in rows)
        {
            _json.Reset(_lines);
            JsonSerializer.Serialize(_json, row, AuditRowJson.Default.AuditRow);
            _lines.Write("\n"u8);
        }

        _file ??= Begin();
        _file.Append(_lines.WrittenSpan);
    }

    /// <summary>Begins another file when this one is old, and deletes those whose entries have been stored for a while.</summary>
    /// <param name="sent">How many entries were handed on to the table so far: all that are in files.</param>
    /// <param name="stored">How many of them, the oldest first, are there.</param>
    public void Tidy(long sent, long stored)
    {
        var now = time.GetUtcNow();
        if (_file is not null && now - _begun >= Kept)
        {
            Close();
        }

        foreach (var file in _old)
        {
            file.Last ??= sent;
            file.StoredSince ??= file.Last <= stored ? now : null;
        }

        while (_old.TryPeek(out var oldest) && now - oldest.StoredSince >= Kept)
        {
            File.Delete(_old.Dequeue().Path);
        }
    }

    /// <summary>After a failure it is not known what the disk has of the file: the next entries go into another one.</summary>
    public void Abandon() => Close();

    /// <summary>What earlier processes left behind; half a line at an end was never answered for.</summary>
    public async IAsyncEnumerable<AuditRow> LeftAsync()
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal).ToList())
        {
            await foreach (var line in File.ReadLinesAsync(path))
            {
                if (line.Contains('\0', StringComparison.Ordinal))
                {
                    // Space that was made ahead: what was on its way there was not answered for, and neither is what stands behind.
                    break;
                }

                if (Parse(line) is { } row)
                {
                    yield return row;
                }
            }

            _old.Enqueue(new(path));
        }
    }

    /// <summary>Closes the file.</summary>
    /// <param name="isStored">Whether it is not needed any more.</param>
    public void End(bool isStored)
    {
        var path = _file?.Path;
        Close();
        if (isStored && path is not null)
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _json.Dispose();
    }

    private AuditFile Begin()
    {
        Directory.CreateDirectory(folder);
        _begun = time.GetUtcNow();
        var path = Path.Combine(folder, $"{_begun.UtcTicks:D19}-{Guid.NewGuid():N}{Extension}");
        return new AuditFile(path, flushes);
    }

    private void Close()
    {
        if (_file is { } file)
        {
            _old.Enqueue(new(file.Path));
            file.Dispose();
            _file = null;
        }
    }

    private static AuditRow? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditRowJson.Default.AuditRow);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A file that is not written any more.</summary>
    private sealed class OldFile(string path)
    {
        public string Path => path;

        /// <summary>How many entries were handed on when its last one had been.</summary>
        public long? Last { get; set; }

        /// <summary>Since when all of its entries are stored.</summary>
        public DateTimeOffset? StoredSince { get; set; }
    }
}

[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(AuditRow))]
internal sealed partial class AuditRowJson : JsonSerializerContext;
