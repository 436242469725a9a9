using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.CustomHandler;

/// <summary>
/// Walks over the JSON of a call. A history is one string that begins with an escape, behind which <see cref="Utf8JsonReader"/> looks at each
/// byte by itself; here such strings are passed over many bytes at a time.
/// </summary>
internal ref struct CallReader
{
    private const byte Quote = (byte)'"';

    private Utf8JsonReader _reader;

    /// <summary>What the reader was given: the end of the body from some byte on.</summary>
    private Memory<byte> _json;

    public CallReader(Memory<byte> body, JsonReaderOptions options)
    {
        _json = body;
        _reader = new Utf8JsonReader(body.Span, options);
    }

    /// <summary>Goes into an object if one begins here; otherwise stays in front of the value.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryBeginObject()
    {
        var ahead = _reader;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        _reader = ahead;
        return true;
    }

    /// <summary>Reads the next name of the object, or its end.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryReadName([NotNullWhen(true)] out string? name)
    {
        _reader.Read();
        name = _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString() : null;
        return name is not null;
    }

    /// <summary>Reads the value behind a name.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public HostValue ReadValue()
    {
        if (TryPassString(out var content))
        {
            return new HostValue(content, isString: true);
        }

        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        var isString = _reader.TokenType == JsonTokenType.String;
        _reader.Skip();
        var end = (int)_reader.BytesConsumed;
        return new HostValue(isString ? _json[(start + 1)..(end - 1)] : _json[start..end], isString);
    }

    /// <summary>Reads the end of the body.</summary>
    /// <exception cref="JsonException">There is something else.</exception>
    public void End() => _reader.Read();

    /// <summary>A string that is not valid is left to the reader, which says what is wrong.</summary>
    private bool TryPassString(out Memory<byte> content)
    {
        content = default;

        // At the end of the body it is the colon in front of it.
        var start = (int)_reader.BytesConsumed;
        start += _json.Span[start..].IndexOfAnyExcept(" \t\r\n"u8);
        if (
            _json.Span[start] != Quote
            || !JsonText.TryFindEnd(_json.Span[(start + 1)..], out var length)
            || length == 0
        )
        {
            return false;
        }

        content = _json.Slice(start + 1, length);
        GoOnBehind(start + length);
        return true;
    }

    /// <summary>The reader goes on with an empty string in the place of the one that was passed over, of which it sees the end only.</summary>
    /// <param name="last">Where the last byte of the string's content is.</param>
    private void GoOnBehind(int last)
    {
        _json = _json[last..];
        var first = _json.Span[0];
        _json.Span[0] = Quote;
        _reader = new Utf8JsonReader(_json.Span, isFinalBlock: true, _reader.CurrentState);
        _reader.Read();
        _json.Span[0] = first;
    }
}
