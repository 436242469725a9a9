using System.Buffers;
using System.Text.Json;

namespace FlowFunctions.Cli.Sources;

/// <summary>Options of the form <c>NAME=VALUE</c>.</summary>
internal static class KeyValues
{
    /// <summary>Splits one option.</summary>
    /// <exception cref="InvalidUseException">It has no name or no <c>=</c>.</exception>
    public static (string Name, string Value) Split(string option, string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (argument[..equals], argument[(equals + 1)..])
            : throw new InvalidUseException($"{option} takes NAME=VALUE, not '{argument}'.");
    }

    /// <summary>An object with a string for each option; where a name is given twice, the last counts.</summary>
    /// <exception cref="InvalidUseException">One has no name or no <c>=</c>.</exception>
    public static JsonElement ToObject(string option, IEnumerable<string> arguments)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var (name, value) = Split(option, argument);
            values[name] = value;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
