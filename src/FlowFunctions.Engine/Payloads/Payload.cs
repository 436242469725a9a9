using System.Text;
using System.Text.Json;

namespace FlowFunctions.Engine.Payloads;

/// <summary>
/// A JSON value that travels between steps: immutable, kept as UTF-8 text, as a parsed element or both. The form that is missing
/// is made on first use.
/// </summary>
public sealed class Payload : IEquatable<Payload>
{
    /// <summary>Deep enough for any document that a flow, a step or a response may hold, and for what wraps it.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private byte[]? _utf8;
    private JsonElement _element;
    private JsonElement[]? _items;

    private Payload(byte[]? utf8, JsonElement element)
    {
        _utf8 = utf8;
        _element = element;
    }

    /// <summary>The JSON value <c>null</c>.</summary>
    public static Payload Null { get; } = FromUtf8("null"u8.ToArray());

    /// <summary>The value as UTF-8 JSON text.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8 ??= Encoding.UTF8.GetBytes(_element.GetRawText());

    /// <summary>The value as a parsed element.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public JsonElement Element
    {
        get
        {
            if (_element.ValueKind == JsonValueKind.Undefined)
            {
                _element = JsonElement.Parse(_utf8, Options);
            }

            return _element;
        }
    }

    /// <summary>An item of an array; null beyond its end. The items are found once, so walking over all of them is linear.</summary>
    /// <param name="index">Its place, from 0.</param>
    public Payload? ItemAt(int index)
    {
        var items = _items ??= [.. Element.EnumerateArray()];
        return index < items.Length ? From(items[index]) : null;
    }

    /// <summary>Wraps UTF-8 JSON text, which the caller must not change afterwards.</summary>
    public static Payload FromUtf8(byte[] utf8) => new(utf8, default);

    /// <summary>Wraps an element; one of kind Undefined becomes <see cref="Null"/>.</summary>
    public static Payload From(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? Null : new(null, element);

    /// <summary>Parses JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static Payload Parse(string json) => From(JsonElement.Parse(json, Options));

    /// <summary>Whether both hold the same UTF-8 text.</summary>
    public bool Equals(Payload? other) => other is not null && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Payload);

    /// <summary>The length; equal payloads have equal lengths and payloads are not used as keys of large tables.</summary>
    public override int GetHashCode() => Utf8.Length;

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
