using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Storage.Logs;

/// <summary>Lines that are not stored yet. What does not fit is counted, and a line in its place says how many are missing.</summary>
/// <param name="maxBytes">How much fits.</param>
internal sealed class LogBuffer(int maxBytes)
{
    /// <summary>Characters of a line; what is longer is cut.</summary>
    public const int MaxText = 16_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private ArrayBufferWriter<byte> _lines = new();
    private int _missing;

    /// <summary>Bytes that wait.</summary>
    public int Length => _lines.WrittenCount;

    /// <summary>Whether lines were ever left out.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Adds a line, unless the buffer is full.</summary>
    public void Add(DateTimeOffset at, StepLogLevel level, string text)
    {
        if (Length >= maxBytes)
        {
            _missing++;
            HasLost = true;
            return;
        }

        AddMissing(at);
        Append(at, level, text);
    }

    /// <summary>Takes all lines.</summary>
    /// <param name="at">The time of the line that says what is missing, if something is.</param>
    public ReadOnlyMemory<byte> Take(DateTimeOffset at)
    {
        AddMissing(at);
        var lines = _lines.WrittenMemory;
        if (lines.Length > 0)
        {
            _lines = new();
        }

        return lines;
    }

    private void AddMissing(DateTimeOffset at)
    {
        if (_missing > 0)
        {
            var count = _missing.ToString(CultureInfo.InvariantCulture);
            _missing = 0;
            Append(
                at,
                StepLogLevel.Warning,
                $"{count} lines are missing here: they came faster than they could be stored."
            );
        }
    }

    private void Append(DateTimeOffset at, StepLogLevel level, string text)
    {
        using (var json = new Utf8JsonWriter(_lines, Options))
        {
            json.WriteStartObject();
            json.WriteString(
                "at",
                at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            );
            json.WriteString("level", LevelName(level));
            json.WriteString("text", text.Length > MaxText ? $"{text.AsSpan(0, MaxText - 1)}…" : text);
            json.WriteEndObject();
        }

        _lines.Write("\n"u8);
    }

    private static string LevelName(StepLogLevel level) =>
        level switch
        {
            StepLogLevel.Debug => "debug",
            StepLogLevel.Info => "info",
            StepLogLevel.Warning => "warning",
            _ => "error",
        };
}
