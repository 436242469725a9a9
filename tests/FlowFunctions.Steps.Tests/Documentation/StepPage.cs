using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Steps.Tests.Documentation;

/// <summary>Writes the documentation page of a step type from what the type declares of itself.</summary>
internal static class StepPage
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    /// <summary>The page in Markdown.</summary>
    public static string Write(StepTypeDescriptor type)
    {
        var examples = StepManifest.Examples(type.Id).ToArray();
        var page = new StringBuilder();
        page.Append($"# {type.Title}\n\n`{type.Id}` · {type.Category}\n\n{type.Description}\n");
        Section(page, "Input", Input(type.WithSchema));
        Section(page, "Ports", Ports(type, examples[0].With));
        Section(page, "Output", Output(type.OutputSchema));
        Section(page, "Secrets", Secrets(type));
        Section(page, "Errors", Errors(type));
        Section(page, "Examples", string.Join('\n', examples.Select(example => Example(type, example))));
        page.Append($"\n<!-- Generated from {type.Id}.step.json; see README.md here. -->\n");
        return page.ToString();
    }

    /// <summary>The page that lists all types.</summary>
    public static string WriteIndex(IStepCatalog catalog)
    {
        var page = new StringBuilder(
            """
            # Step types

            Each page is generated from the `*.step.json` in the type's folder under `src/FlowFunctions.Steps`. After a change, run
            `FLOW_UPDATE_DOCS=1 dotnet test tests/FlowFunctions.Steps.Tests`; without the variable the tests tell which page is out of date.

            Any step may also fail with `Expression` (an expression could not be evaluated), `Input.Invalid` (its evaluated `with` does
            not fit its schema; `details.pointer` tells where), `Secret.Missing`, `Secret.Unavailable`, `Timeout`, `Cancelled` or `Step.Unexpected`.

            """.ReplaceLineEndings("\n")
        );
        foreach (var group in catalog.Types.GroupBy(static type => type.Category))
        {
            page.Append($"\n## {group.Key}\n\n| type | |\n|---|---|\n");
            foreach (var type in group)
            {
                page.Append($"| [`{type.Id}`]({type.Id}.md) | {Cell(type.Description)} |\n");
            }
        }

        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, string text)
    {
        if (text.Length > 0)
        {
            page.Append($"\n## {title}\n\n{text}");
        }
    }

    private static string Described(JsonElement schema) =>
        schema.TryGetProperty("description", out var description) ? $"{description.GetString()}\n" : "";

    private static string Input(JsonElement schema) =>
        Table(
            ["name", "type", "default", ""],
            new SchemaRows(schema).Rows.Select(static row => new[] { row.Name, row.Type, row.Default, row.Description })
        );

    private static string Output(JsonElement schema) =>
        Described(schema)
        + Table(
            ["name", "type", ""],
            new SchemaRows(schema).Rows.Select(static row => new[] { row.Name, row.Type, row.Description })
        );

    private static string Table(string[] columns, IEnumerable<string[]> rows)
    {
        var lines = string.Concat(rows.Select(Line));
        return lines.Length == 0 ? "" : $"{Line(columns)}|{string.Concat(columns.Select(static _ => "---|"))}\n{lines}";

        static string Line(string[] cells) => $"| {string.Join(" | ", cells.Select(Cell))} |\n";
    }

    private static string Ports(StepTypeDescriptor type, JsonElement example)
    {
        var ports = type.Ports(example);
        if (ports.Count == 0)
        {
            return "";
        }

        var names = string.Join(", ", ports.Select(static port => $"`{port}`"));
        return ports.SequenceEqual(type.Ports(default))
            ? $"{names}\n"
            : $"They come from the input; those of the first example are {names}.\n";
    }

    private static string Secrets(StepTypeDescriptor type) =>
        type.SecretInputs.Count == 0
            ? ""
            : $"`secrets.NAME` may stand in {string.Join(", ", type.SecretInputs.Select(static input => $"`{input}`"))}.\n";

    private static string Errors(StepTypeDescriptor type) =>
        string.Concat(StepManifest.Errors(type.Id).Select(static error => $"- `{error.Code}`: {error.Meaning}\n"));

    private static string Example(StepTypeDescriptor type, StepExample example)
    {
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type.Id);
            writer.WritePropertyName("with");
            example.With.WriteTo(writer);
            writer.WriteEndObject();
        }

        return $"{example.Title}:\n\n```json\n{Encoding.UTF8.GetString(json.ToArray())}\n```\n";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
