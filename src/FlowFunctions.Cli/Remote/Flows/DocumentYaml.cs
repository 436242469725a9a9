using System.Text;
using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Flow documents as YAML that git compares well; see <see cref="DocumentJson"/>.</summary>
internal sealed class DocumentYaml
{
    private const int Step = 2;
    private readonly StringBuilder _text = new();
    private readonly OneLineText _oneLine = new(YamlString.Write, static text => YamlString.Block(text) is not null);

    private DocumentYaml() { }

    public static string Write(JsonElement document)
    {
        var writer = new DocumentYaml();
        writer.AppendMembers(document, indent: 0);
        return writer._text.ToString();
    }

    private void AppendMembers(JsonElement value, int indent)
    {
        var isFirst = true;
        foreach (var member in value.EnumerateObject())
        {
            // The first one stands behind the dash of an item, where there is one.
            Indent(isFirst && IsLineBegun() ? 0 : indent);
            isFirst = false;
            var name = YamlString.Write(member.Name) + ":";
            _text.Append(name);
            AppendValue(member.Value, indent, indent + name.Length);
        }
    }

    /// <summary>What stands behind a name, or behind the dash of an item that is no object.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">Columns before the name or the dash.</param>
    /// <param name="used">Columns that are taken on the line.</param>
    private void AppendValue(JsonElement value, int indent, int used)
    {
        if (value.ValueKind == JsonValueKind.String && YamlString.Block(value.GetString()!) is { } block)
        {
            AppendBlock(block, indent + Step);
        }
        else if (
            !(indent == 0 && DocumentJson.HasParts(value))
            && _oneLine.Fit(value, DocumentJson.Width - used - 1) is { } line
        )
        {
            _text.Append(' ').Append(line).Append('\n');
        }
        else
        {
            AppendLines(value, indent);
        }
    }

    private void AppendLines(JsonElement value, int indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.GetPropertyCount() > 0:
                _text.Append('\n');
                AppendMembers(value, indent + Step);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                _text.Append('\n');
                AppendItems(value, indent + Step);
                break;
            default:
                _text.Append(' ').Append(_oneLine.Fit(value, int.MaxValue)).Append('\n');
                break;
        }
    }

    private void AppendItems(JsonElement value, int indent)
    {
        foreach (var item in value.EnumerateArray())
        {
            Indent(indent);
            _text.Append('-');
            if (
                item.ValueKind == JsonValueKind.Object
                && _oneLine.Fit(item, DocumentJson.Width - indent - Step) is null
            )
            {
                _text.Append(' ');
                AppendMembers(item, indent + Step);
            }
            else
            {
                AppendValue(item, indent, indent + 1);
            }
        }
    }

    private void AppendBlock(string block, int indent)
    {
        _text.Append(block[^1] == '\n' ? " |\n" : " |-\n");
        foreach (var line in block.TrimEnd('\n').Split('\n'))
        {
            Indent(line.Length == 0 ? 0 : indent);
            _text.Append(line).Append('\n');
        }
    }

    private void Indent(int columns) => _text.Append(' ', columns);

    private bool IsLineBegun() => _text.Length > 0 && _text[^1] != '\n';
}
