using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace FlowFunctions.Storage.Tables;

/// <summary>Entities as OData JSON with the type of every value that JSON cannot tell (REST reference, "Payload format").</summary>
internal static class TableEntityWriter
{
    // One line whatever the text holds, line separators of Unicode included: batches are read line by line.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Whether a property is the caller's own and has a value.</summary>
    public static bool IsStored(KeyValuePair<string, object?> property) =>
        property.Value is not null
        && property.Key
            is not (
                nameof(TableEntity.PartitionKey)
                or nameof(TableEntity.RowKey)
                or nameof(TableEntity.Timestamp)
                or TableEntity.ETagName
            );

    public static ReadOnlyMemory<byte> Write(TableEntity entity)
    {
        TableEntityLimits.Check(entity);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString(nameof(TableEntity.PartitionKey), entity.PartitionKey);
            json.WriteString(nameof(TableEntity.RowKey), entity.RowKey);
            foreach (var (name, value) in entity.Where(static property => IsStored(property)))
            {
                WriteProperty(json, name, value!);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
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

    /// <summary>A double that nobody takes for an integer.</summary>
    public static string Text(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    /// <summary>A time as the service writes it: UTC with seven digits.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static (string Type, string Text) Typed(object value) =>
        value switch
        {
            long number => (EdmType.Int64, number.ToString(CultureInfo.InvariantCulture)),
            double number => (EdmType.Double, EdmType.NotFinite(number)),
            DateTimeOffset time => (EdmType.DateTime, Text(time)),
            Guid guid => (EdmType.Guid, guid.ToString()),
            byte[] bytes => (EdmType.Binary, Convert.ToBase64String(bytes)),
            _ => throw new ArgumentException($"A {value.GetType().Name} has no type in a table.", nameof(value)),
        };

    private static void WriteType(Utf8JsonWriter json, string name, string type) =>
        json.WriteString($"{name}{EdmType.Suffix}", type);
}
