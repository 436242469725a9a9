using System.Text.Json;

namespace FlowFunctions.Storage.Tables;

/// <summary>Reads entities forward, without a document in between.</summary>
internal static class TableEntityReader
{
    /// <summary>The one entity of an answer.</summary>
    public static TableEntity Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return ReadEntity(ref reader);
    }

    /// <summary>The entities of a page.</summary>
    public static IReadOnlyList<TableEntity> ReadPage(ReadOnlySpan<byte> json)
    {
        var entities = new List<TableEntity>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: > 0 })
            {
                entities.Add(ReadEntity(ref reader));
            }
        }

        return entities;
    }

    private static TableEntity ReadEntity(ref Utf8JsonReader reader)
    {
        var entity = new TableEntity();
        string? typedName = null;
        string? type = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name.EndsWith(EdmType.Suffix, StringComparison.Ordinal))
            {
                typedName = name[..^EdmType.Suffix.Length];
                type = reader.GetString();
            }
            else if (name == TableEntity.ETagName || !name.StartsWith("odata.", StringComparison.Ordinal))
            {
                entity[name] = Value(ref reader, name == typedName ? type : ImpliedType(name));
            }
        }

        return entity;
    }

    // The service leaves the type of its own property out.
    private static string? ImpliedType(string name) => name == nameof(TableEntity.Timestamp) ? EdmType.DateTime : null;

    private static object? Value(ref Utf8JsonReader reader, string? type) =>
        reader.TokenType switch
        {
            JsonTokenType.String => EdmType.Parse(reader.GetString()!, type),
            JsonTokenType.Number when type is null && reader.TryGetInt32(out var number) => number,
            JsonTokenType.Number when type == EdmType.Int64 => reader.GetInt64(),
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => null,
        };
}
