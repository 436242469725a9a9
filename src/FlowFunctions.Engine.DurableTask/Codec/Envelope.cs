using System.Buffers.Text;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>
/// Messages as JSON strings of base64url text (RFC 4648, section 5): whoever parses and writes the JSON anew on the way cannot change them,
/// and no character needs an escape, however often the string is quoted.
/// </summary>
internal static class Envelope
{
    /// <summary>A JSON string that holds a message.</summary>
    public static string Write(IMessage message) => $"\"{Encode(message)}\"";

    /// <summary>The text of a message, without quotes.</summary>
    public static string Encode(IMessage message) => Base64Url.EncodeToString(message.ToByteArray());

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is nothing of that kind.</exception>
    public static T Read<T>(MessageParser<T> parser, string? json)
        where T : IMessage<T> =>
        json.AsSpan().Trim() is ['"', .. var text, '"']
            ? Decode(parser, text)
            : throw new InvalidDataException("A JSON string with a message was expected.");

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is nothing of that kind.</exception>
    public static T Decode<T>(MessageParser<T> parser, ReadOnlySpan<char> text)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(Base64Url.DecodeFromChars(text));
        }
        catch (Exception exception) when (exception is FormatException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException($"The message is damaged: {exception.Message}", exception);
        }
    }
}
