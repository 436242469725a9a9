using System.Text.Json;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Sources;

/// <summary>A JSON value as an option takes it: the JSON itself, <c>@FILE</c>, or <c>-</c> for the standard input.</summary>
internal static class JsonArgument
{
    /// <summary>Reads a value.</summary>
    /// <param name="option">The option's name, for messages.</param>
    /// <param name="argument">What was given.</param>
    /// <param name="terminal">Where <c>-</c> reads from.</param>
    /// <exception cref="InvalidUseException">There is no such file, or what it holds is no JSON.</exception>
    public static async Task<JsonElement> ReadAsync(string option, string argument, Terminal terminal)
    {
        var text = argument switch
        {
            "-" => await ReadInputAsync(terminal),
            ['@', .. var path] => await TextFile.ReadAsync(path),
            _ => argument,
        };
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new InvalidUseException(
                $"{option} is not JSON{Place(exception)}. Give JSON in quotes ('{{\"n\":3}}'), @FILE, or - for the standard input."
            );
        }
    }

    private static async Task<string> ReadInputAsync(Terminal terminal)
    {
        using var input = terminal.OpenInput();
        return await input.ReadToEndAsync();
    }

    private static string Place(JsonException exception) =>
        exception.LineNumber is { } line && exception.BytePositionInLine is { } column
            ? $" (line {line + 1}, byte {column + 1})"
            : "";
}
