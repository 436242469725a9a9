using System.Text;
using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Writes values on one line, <c>{ a: 1, b: [2, 3] }</c>, as far as they fit.</summary>
/// <param name="quote">Writes a name or a string.</param>
/// <param name="needsLines">Whether a string reads better on lines of its own.</param>
internal sealed class OneLineText(Func<string, string> quote, Func<string, bool> needsLines)
{
    private readonly StringBuilder _text = new();

    /// <summary>The value on one line, or null when that takes more columns than there are.</summary>
    public string? Fit(JsonElement value, int columns)
    {
        _text.Clear();
        return Append(value, columns) && _text.Length <= columns ? _text.ToString() : null;
    }

    /// <returns>Whether it may fit still.</returns>
    private bool Append(JsonElement value, int columns)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return AppendMembers(value, columns);
            case JsonValueKind.Array:
                return AppendItems(value, columns);
            case JsonValueKind.String when needsLines(value.GetString()!):
                return false;
            case JsonValueKind.String:
                _text.Append(quote(value.GetString()!));
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }

        return _text.Length <= columns;
    }

    private bool AppendMembers(JsonElement value, int columns)
    {
        var separator = "{ ";
        foreach (var member in value.EnumerateObject())
        {
            _text.Append(separator).Append(quote(member.Name)).Append(": ");
            if (!Append(member.Value, columns))
            {
                return false;
            }

            separator = ", ";
        }

        _text.Append(separator == ", " ? " }" : "{}");
        return true;
    }

    private bool AppendItems(JsonElement value, int columns)
    {
        var separator = "[";
        foreach (var item in value.EnumerateArray())
        {
            _text.Append(separator);
            if (!Append(item, columns))
            {
                return false;
            }

            separator = ", ";
        }

        _text.Append(separator == ", " ? "]" : "[]");
        return true;
    }
}
