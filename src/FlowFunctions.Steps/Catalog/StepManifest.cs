using System.Text.Json;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Steps.Catalog;

/// <summary>
/// Reads what a step type declares of itself in <c>ID.step.json</c> in its folder: titles, schemas and examples. Forms, completion
/// and documentation are made of it.
/// </summary>
internal static class StepManifest
{
    /// <summary>What a type declares; its code adds ports and flags.</summary>
    /// <param name="id">The type's id.</param>
    public static StepTypeDescriptor Descriptor(string id)
    {
        var manifest = Read(id);
        var with = manifest.GetProperty("with");
        return new StepTypeDescriptor
        {
            Id = Text("id"),
            Title = Text("title"),
            Description = Text("description"),
            Category = Text("category"),
            Icon = Text("icon"),
            WithSchema = with,
            OutputSchema = manifest.GetProperty("output"),
            With = JsonSchema.Parse(with),
        };

        string Text(string name) => manifest.GetProperty(name).GetString()!;
    }

    /// <summary>Examples of a type's <c>with</c>, with expressions in them.</summary>
    /// <param name="id">The type's id.</param>
    public static IEnumerable<StepExample> Examples(string id) =>
        Read(id)
            .GetProperty("examples")
            .EnumerateArray()
            .Select(static example => new StepExample(
                example.GetProperty("title").GetString()!,
                example.GetProperty("with")
            ));

    /// <summary>The error codes that a type adds to those of all steps, with what they mean.</summary>
    /// <param name="id">The type's id.</param>
    public static IEnumerable<(string Code, string Meaning)> Errors(string id) =>
        Read(id).TryGetProperty("errors", out var errors)
            ? errors.EnumerateObject().Select(static error => (error.Name, error.Value.GetString()!))
            : [];

    private static JsonElement Read(string id)
    {
        var name = $"{id}.step.json";
        using var stream =
            typeof(StepManifest).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The step type {id} has no {name} in its folder.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

/// <summary>An example of a step.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="With">Its <c>with</c>, with expressions in it.</param>
internal sealed record StepExample(string Title, JsonElement With);
