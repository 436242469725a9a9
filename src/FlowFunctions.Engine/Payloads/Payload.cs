using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Engine.Payloads;

/// <summary>
/// A JSON value that travels between steps, immutable: its text, a parsed element, or a reference to a payload store that holds
/// the text. The run machine carries all three alike; whoever looks inside must have a reference loaded first
/// (<see cref="LargeValues"/>).
/// </summary>
/// <remarks>
/// Text is parsed anew on each use, so a run that waits keeps bytes and nothing else. What is read often (an array that a loop walks
/// over) is wrapped as a parsed element.
/// </remarks>
public sealed class Payload : IEquatable<Payload>
{
    /// <summary>Deep enough for any document that a flow, a step or a response may hold, and for what wraps it.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>The text (<c>byte[]</c>), a <see cref="PayloadReference"/>, or null when there is an element.</summary>
    private readonly object? _form;
    private readonly JsonElement _element;
    private JsonElement[]? _items;

    private Payload(object? form, JsonElement element = default)
    {
        _form = form;
        _element = element;
    }

    /// <summary>The JSON value <c>null</c>.</summary>
    public static Payload Null { get; } = FromUtf8("null"u8.ToArray());

    /// <summary>Where the value is stored, or null when it is here.</summary>
    public PayloadReference? Reference => _form as PayloadReference;

    /// <summary>The length of the text in bytes, wherever it is.</summary>
    public long Length => Reference?.Length ?? Span.Length;

    /// <summary>The value as UTF-8 JSON text.</summary>
    /// <exception cref="InvalidOperationException">It is a reference.</exception>
    [JsonIgnore] // A span cannot be serialised; generators must not try.
    public ReadOnlySpan<byte> Span => Text is { } text ? text : JsonMarshal.GetRawUtf8Value(_element);

    /// <summary>The value as UTF-8 JSON text; of a parsed element a copy.</summary>
    /// <exception cref="InvalidOperationException">It is a reference.</exception>
    public ReadOnlyMemory<byte> Utf8 => Text ?? JsonMarshal.GetRawUtf8Value(_element).ToArray();

    /// <summary>The value as a parsed element.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">It is a reference.</exception>
    public JsonElement Element => Text is { } text ? JsonElement.Parse(text, Options) : _element;

    /// <summary>Whether looking inside costs nothing.</summary>
    internal bool IsParsed => _form is null;

    private byte[]? Text =>
        _form is PayloadReference reference
            ? throw new InvalidOperationException(
                $"The value of {reference.Length} bytes is stored under {reference.Hash}. Load it before looking inside."
            )
            : _form as byte[];

    /// <summary>An item of an array; null beyond its end. In a parsed element the items are found once, so walking over them is linear.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="InvalidOperationException">It is a reference.</exception>
    public Payload? ItemAt(int index)
    {
        var items = Text is null ? _items ??= [.. _element.EnumerateArray()] : [.. Element.EnumerateArray()];
        return index < items.Length ? From(items[index]) : null;
    }

    /// <summary>Wraps UTF-8 JSON text, which the caller must not change afterwards.</summary>
    public static Payload FromUtf8(byte[] utf8) => new(utf8);

    /// <summary>Wraps an element; one of kind Undefined becomes <see cref="Null"/>.</summary>
    public static Payload From(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? Null : new(form: null, element);

    /// <summary>Wraps a reference.</summary>
    public static Payload FromReference(PayloadReference reference) => new(reference);

    /// <summary>Parses JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static Payload Parse(string json) => From(JsonElement.Parse(json, Options));

    /// <summary>The same value as nothing but its own text: a parsed element keeps the whole document it was found in alive.</summary>
    public Payload Compact() => _form is null ? new(JsonMarshal.GetRawUtf8Value(_element).ToArray()) : this;

    /// <summary>Whether both hold the same UTF-8 text, or refer to it.</summary>
    public bool Equals(Payload? other) =>
        other is not null
        && (
            Reference is null && other.Reference is null ? Span.SequenceEqual(other.Span) : Reference == other.Reference
        );

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Payload);

    /// <summary>The length; equal payloads have equal lengths and payloads are not used as keys of large tables.</summary>
    public override int GetHashCode() => (int)Length;

    /// <summary>The text, or where it is stored.</summary>
    public override string ToString() => Reference?.ToString() ?? Encoding.UTF8.GetString(Span);
}
