using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Http;

/// <summary>The body of a response, as far as it was read.</summary>
internal sealed class ResponseBody
{
    private const int ChunkBytes = 32 * 1024;

    // Room for what a payload puts around the body, so that readers with the usual limit of 64 levels accept the whole.
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = 48 };

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _isWhole;
    private readonly MediaTypeHeaderValue? _contentType;

    private ResponseBody(ReadOnlyMemory<byte> bytes, bool isWhole, MediaTypeHeaderValue? contentType)
    {
        _bytes = bytes;
        _isWhole = isWhole;
        _contentType = contentType;
    }

    /// <summary>Reads a body to its end.</summary>
    /// <param name="content">The content, decompressed while it is read.</param>
    /// <param name="limit">The most bytes, after decompression.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StepFailedException">There is more.</exception>
    public static async Task<ResponseBody> ReadAsync(
        HttpContent content,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (await stream.ReadAsync(buffer.GetMemory(ChunkBytes), cancellationToken) is var read and > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                throw TooLarge(limit);
            }
        }

        return new ResponseBody(buffer.WrittenMemory, isWhole: true, content.Headers.ContentType);
    }

    /// <summary>Reads the start of a body, or less when it breaks off.</summary>
    /// <param name="content">The content.</param>
    /// <param name="count">The most bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ResponseBody> ReadStartAsync(
        HttpContent content,
        int count,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[count];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (
                length < count && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0
            )
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            // The status is what counts; the start of the body only helps people.
        }

        return new ResponseBody(buffer.AsMemory(0, length), isWhole: false, content.Headers.ContentType);
    }

    /// <summary>Writes the body: JSON, text, Base64, or null when it is empty.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_bytes.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else if (_isWhole && IsJson && Json() is { } json)
        {
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }
        else if (IsText)
        {
            writer.WriteStringValue(Text());
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBase64String("base64", _bytes.Span);
            writer.WriteString("contentType", _contentType?.ToString());
            writer.WriteEndObject();
        }
    }

    private string MediaType => _contentType?.MediaType?.ToLowerInvariant() ?? "";

    private bool IsJson => MediaType == "application/json" || MediaType.EndsWith("+json", StringComparison.Ordinal);

    private bool IsText =>
        IsJson
        || MediaType.StartsWith("text/", StringComparison.Ordinal)
        || MediaType.EndsWith("+xml", StringComparison.Ordinal)
        || MediaType
            is "application/xml"
                or "application/javascript"
                or "application/x-ndjson"
                or "application/x-www-form-urlencoded"
                or "application/yaml"
        || (MediaType.Length == 0 && Utf8.IsValid(_bytes.Span) && !_bytes.Span.Contains((byte)0));

    private ReadOnlyMemory<byte>? Json()
    {
        var isPlain =
            Charset() is UTF8Encoding && Utf8.IsValid(_bytes.Span) && !_bytes.Span.StartsWith(Encoding.UTF8.Preamble);
        var utf8 = isPlain ? _bytes : Encoding.UTF8.GetBytes(Text());
        var reader = new Utf8JsonReader(utf8.Span, JsonOptions);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true })
                {
                    // Half a surrogate pair is grammatical, but nobody could read the text afterwards.
                    reader.GetString();
                }
            }

            return utf8;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // A byte order mark decides before the charset does (WHATWG Encoding, 6.1); an unknown charset is read as UTF-8.
    private string Text()
    {
        using var reader = new StreamReader(
            new MemoryStream(_bytes.ToArray()),
            Charset(),
            detectEncodingFromByteOrderMarks: true
        );
        return reader.ReadToEnd();
    }

    private Encoding Charset()
    {
        try
        {
            return Encoding.GetEncoding(_contentType?.CharSet?.Trim('"') ?? "utf-8");
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }

    private static StepFailedException TooLarge(int limit) =>
        new(
            new StepError
            {
                Code = HttpErrorCodes.ResponseTooLarge,
                Message = $"The response is larger than {limit} bytes; ask for less, or raise maxResponseBytes.",
            }
        );
}
