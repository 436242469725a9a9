using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace FlowFunctions.Storage.Tables;

/// <summary>Entities as OData JSON with the type of every value that JSON cannot tell (REST reference, "Payload format").</summary>
internal static class TableEntityWriter
{
    // Of a time in UTC: seven digits and Z.
    private const string TimeFormat = "O";
    private const int TimeLength = 28;

    // One line whatever the text holds, line separators of Unicode included: batches are read line by line.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Whether a property is the caller's own and has a value.</summary>
    public static bool IsStored(string name, object? value) =>
        value is not null
        && name
            is not (
                nameof(TableEntity.PartitionKey)
                or nameof(TableEntity.RowKey)
                or nameof(TableEntity.Timestamp)
                or TableEntity.ETagName
            );

    /// <summary>A writer for <see cref="Write(Utf8JsonWriter, TableEntity)"/>.</summary>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> buffer) => new(buffer, Options);

    public static ReadOnlyMemory<byte> Write(TableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = CreateWriter(buffer))
        {
            Write(json, entity);
        }

        return buffer.WrittenMemory;
    }

    /// <exception cref="Azure.RequestFailedException">The entity breaks a limit.</exception>
    public static void Write(Utf8JsonWriter json, TableEntity entity)
    {
        TableEntityLimits.Check(entity);
        json.WriteStartObject();
        json.WriteString(nameof(TableEntity.PartitionKey), entity.PartitionKey);
        json.WriteString(nameof(TableEntity.RowKey), entity.RowKey);
        foreach (var (name, value) in entity.Properties)
        {
            if (IsStored(name, value))
            {
                WriteProperty(json, name, value!);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case byte[] bytes:
                WriteType(json, name, EdmType.Binary);
                json.WriteBase64String(name, bytes);
                break;
            case DateTimeOffset time:
                WriteTime(json, name, time);
                break;
            case double number when double.IsFinite(number):
                WriteType(json, name, EdmType.Double);
                json.WritePropertyName(name);
                json.WriteRawValue(Text(number), skipInputValidation: true);
                break;
            default:
                var (type, typed) = Typed(value);
                WriteType(json, name, type);
                json.WriteString(name, typed);
                break;
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[TimeLength];
        time.UtcDateTime.TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        WriteType(json, name, EdmType.DateTime);
        json.WriteString(name, text[..length]);
    }

    /// <summary>A double that nobody takes for an integer.</summary>
    public static string Text(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    /// <summary>A time as the service writes it: UTC with seven digits.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static (string Type, string Text) Typed(object value) =>
        value switch
        {
            long number => (EdmType.Int64, number.ToString(CultureInfo.InvariantCulture)),
            double number => (EdmType.Double, EdmType.NotFinite(number)),
            Guid guid => (EdmType.Guid, guid.ToString()),
            _ => throw new ArgumentException($"A {value.GetType().Name} has no type in a table.", nameof(value)),
        };

    private static void WriteType(Utf8JsonWriter json, string name, string type)
    {
        Span<char> typed = stackalloc char[name.Length + EdmType.Suffix.Length];
        name.CopyTo(typed);
        EdmType.Suffix.CopyTo(typed[name.Length..]);
        json.WriteString(typed, type);
    }
}
