using System.Text.Json;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Catalog;

namespace FlowFunctions.Cli.Types;

/// <summary>Step types for people.</summary>
internal static class TypeText
{
    public static void List(TextWriter output, IReadOnlyList<StepTypeDescriptor> types, bool hasColor)
    {
        var width = types.Max(static type => type.Id.Length);
        foreach (var category in types.GroupBy(static type => type.Category))
        {
            output.WriteLine(category.Key.Paint(Ansi.Bold, hasColor));
            foreach (var type in category)
            {
                output.WriteLine($"  {type.Id.PadRight(width).Paint(Ansi.Cyan, hasColor)}  {FirstSentence(type)}");
            }
        }
    }

    public static void Describe(TextWriter output, StepTypeDescriptor type, bool hasColor)
    {
        output.WriteLine($"{type.Id.Paint(Ansi.Bold, hasColor)}: {type.Title}");
        output.WriteLine();
        output.WriteLine(type.Description);
        output.WriteLine();
        WriteFact(output, "Category", type.Category);
        WriteFact(output, "Ports", string.Join(", ", TypeExample.Ports(type)));
        WriteFact(output, "Secrets in", string.Join(", ", type.SecretInputs));
        WriteFact(output, "Body", type.HasBody ? "a graph of steps that it runs once for each iteration" : "");
        WriteMembers(output, type, hasColor);
        output.WriteLine();
        output.WriteLine("Example".Paint(Ansi.Bold, hasColor));
        output.WriteJson(json => TypeExample.Write(json, type));
    }

    private static void WriteFact(TextWriter output, string name, string value)
    {
        if (value.Length > 0)
        {
            output.WriteLine($"{name}: {value}");
        }
    }

    private static void WriteMembers(TextWriter output, StepTypeDescriptor type, bool hasColor)
    {
        if (!type.WithSchema.TryGetProperty("properties", out var properties))
        {
            return;
        }

        var required = type.WithSchema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(static name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        output.WriteLine();
        output.WriteLine("With".Paint(Ansi.Bold, hasColor));
        foreach (var property in properties.EnumerateObject())
        {
            var use = required.Contains(property.Name) ? "required" : Default(property.Value);
            output.WriteLine(
                $"  {property.Name.Paint(Ansi.Cyan, hasColor)} ({string.Join(", ", Kinds(property.Value, use))})"
            );
            output.WriteLine($"      {Text(property.Value, "description")}");
        }
    }

    private static IEnumerable<string> Kinds(JsonElement schema, string use)
    {
        if (schema.TryGetProperty("enum", out var values))
        {
            yield return string.Join(" | ", values.EnumerateArray());
        }
        else if (schema.TryGetProperty("type", out var type))
        {
            yield return type.ValueKind == JsonValueKind.Array
                ? string.Join(" | ", type.EnumerateArray())
                : type.ToString();
        }

        yield return use;
    }

    private static string Default(JsonElement schema) =>
        schema.TryGetProperty("default", out var value) ? $"default {value.GetRawText()}" : "optional";

    private static string Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var text) ? text.ToString() : "";

    private static string FirstSentence(StepTypeDescriptor type)
    {
        var end = type.Description.IndexOfAny(['.', ':']);
        return end < 0 ? type.Description : type.Description[..end];
    }
}
