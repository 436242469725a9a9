using System.Buffers;
using System.Text;

namespace FlowFunctions.Cli.Sources;

/// <summary>Reads the files that a command line names: UTF-8 (RFC 3629), with or without a byte order mark.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, true);

    /// <exception cref="InvalidUseException">The file cannot be read, or it is not UTF-8.</exception>
    public static async Task<string> ReadAsync(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidUseException($"{path} is a folder. Name a file in it.");
        }

        try
        {
            return Decode(path, await File.ReadAllBytesAsync(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : exception.Message.TrimEnd('.');
            throw new InvalidUseException($"{path} cannot be read: {reason}.");
        }
    }

    /// <summary>Decodes a text; what is not UTF-8 would else become other characters without a word.</summary>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="bytes">The text, after an optional byte order mark.</param>
    /// <exception cref="InvalidUseException">It is not UTF-8.</exception>
    internal static string Decode(string source, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            throw new InvalidUseException($"{source} is UTF-16 text. Save it as UTF-8.");
        }

        try
        {
            return StrictUtf8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            var offset = ValidLength(bytes);
            var line = bytes[..offset].Count((byte)'\n') + 1;
            throw new InvalidUseException(
                $"{source} is not UTF-8: line {line} has a byte that cannot stand there (0x{bytes[offset]:X2}, at offset {offset}). "
                    + "Save it as UTF-8."
            );
        }
    }

    private static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(bytes[length..], out _, out var consumed) == OperationStatus.Done)
        {
            length += consumed;
        }

        return length;
    }
}
