using System.Text;
using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>
/// Flow documents as files that git compares well: members in the author's order, two spaces for each level, what is short on one
/// line, a line of its own for each part of the flow, and a newline at the end.
/// </summary>
internal sealed class DocumentJson
{
    /// <summary>Columns of a line.</summary>
    public const int Width = 120;
    private const int Step = 2;
    private readonly StringBuilder _text = new();
    private readonly OneLineText _oneLine = new(JsonString.Quote, static _ => false);

    private DocumentJson() { }

    public static string Write(JsonElement document)
    {
        var writer = new DocumentJson();
        writer.AppendLines(document, indent: 0);
        return writer._text.Append('\n').ToString();
    }

    /// <param name="value">The value.</param>
    /// <param name="indent">Columns before the line that it begins on.</param>
    /// <param name="used">Columns that are taken on that line.</param>
    private void Append(JsonElement value, int indent, int used)
    {
        // The column that is kept free is the comma's.
        if (!(indent == Step && HasParts(value)) && _oneLine.Fit(value, Width - used - 1) is { } line)
        {
            _text.Append(line);
        }
        else
        {
            AppendLines(value, indent);
        }
    }

    /// <summary>Whether a part of a flow has parts, such as steps and edges: they stand on lines of their own even if they are few, for there will be more.</summary>
    public static bool HasParts(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Any(static member => IsContainer(member.Value)),
            JsonValueKind.Array => value.EnumerateArray().Any(IsContainer),
            _ => false,
        };

    private static bool IsContainer(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private void AppendLines(JsonElement value, int indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendMembers(value, indent);
                break;
            case JsonValueKind.Array:
                AppendItems(value, indent);
                break;
            default:
                _text.Append(_oneLine.Fit(value, int.MaxValue));
                break;
        }
    }

    private void AppendMembers(JsonElement value, int indent)
    {
        var opening = "{\n";
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonString.Quote(member.Name) + ": ";
            _text.Append(opening).Append(' ', indent + Step).Append(name);
            Append(member.Value, indent + Step, indent + Step + name.Length);
            opening = ",\n";
        }

        Close(indent, opening, "{}", '}');
    }

    private void AppendItems(JsonElement value, int indent)
    {
        var opening = "[\n";
        foreach (var item in value.EnumerateArray())
        {
            _text.Append(opening).Append(' ', indent + Step);
            Append(item, indent + Step, indent + Step);
            opening = ",\n";
        }

        Close(indent, opening, "[]", ']');
    }

    private void Close(int indent, string opening, string empty, char end)
    {
        if (opening == ",\n")
        {
            _text.Append('\n').Append(' ', indent).Append(end);
        }
        else
        {
            _text.Append(empty);
        }
    }
}
