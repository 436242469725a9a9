using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Sources;

/// <summary>A JSON value as an option takes it: the JSON itself, <c>@FILE</c>, or <c>-</c> for the standard input.</summary>
internal static class JsonArgument
{
    /// <summary>Objects and lists inside one another, as many as runs take.</summary>
    private const int MaxDepth = 512;
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads a value.</summary>
    /// <param name="option">The option's name, for messages.</param>
    /// <param name="argument">What was given.</param>
    /// <param name="terminal">Where <c>-</c> reads from.</param>
    /// <exception cref="InvalidUseException">
    /// There is no such file, or what it holds is no JSON, nests too deep or sets a property twice.
    /// </exception>
    public static async Task<JsonElement> ReadAsync(string option, string argument, Terminal terminal)
    {
        var text = argument switch
        {
            "-" => await ReadInputAsync(option, terminal),
            ['@', .. var path] => await TextFile.ReadAsync(path),
            _ => argument,
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            Check(option, bytes);
            return JsonElement.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            throw new InvalidUseException(
                $"{option} is not JSON{Place(exception)}. Give JSON in quotes ('{{\"n\":3}}'), @FILE, or - for the standard input."
            );
        }
    }

    /// <summary>What the parser of values would take without a word, or call no JSON although it is.</summary>
    private static void Check(string option, ReadOnlySpan<byte> bytes)
    {
        var names = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(bytes, AnyDepth);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(Name(option, ref reader)))
            {
                var line = bytes[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
                throw new InvalidUseException(
                    $"{option} sets '{PlainText.Line(reader.GetString()!)}' twice in one object (line {line}). Remove one of the two."
                );
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                names.Push(new HashSet<string>(StringComparer.Ordinal));
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                names.Pop();
            }

            if (
                reader.CurrentDepth >= MaxDepth
                && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
            )
            {
                throw new InvalidUseException(
                    $"{option} nests objects and lists more than {MaxDepth} deep. Make it flatter."
                );
            }
        }
    }

    private static string Name(string option, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidUseException(
                $"{option} has a name with half of a surrogate pair; write both halves of the '\\u' escape."
            );
        }
    }

    private static async Task<string> ReadInputAsync(string option, Terminal terminal)
    {
        using var input = terminal.OpenInput();
        try
        {
            return await input.ReadToEndAsync();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidUseException($"{option}: the standard input is not UTF-8.");
        }
    }

    private static string Place(JsonException exception) =>
        exception.LineNumber is { } line && exception.BytePositionInLine is { } column
            ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {column + 1})")
            : "";
}
