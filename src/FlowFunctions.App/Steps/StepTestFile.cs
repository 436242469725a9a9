using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Files;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Catalog;

namespace FlowFunctions.App.Steps;

/// <summary>A file of the workspace that a script is tried with: what the step needs to say of it follows from its path.</summary>
internal static class StepTestFile
{
    /// <summary>The body with the flow, the configuration's <c>file</c>, <c>runtime</c> and <c>input</c> that were left out.</summary>
    /// <exception cref="ProblemException">400: it is no path of a file in a flow's folder, or the type takes no files.</exception>
    public static StepTestBody Fill(StepTestBody body, StepTypeDescriptor type)
    {
        if (body.File is not { } path)
        {
            return body;
        }

        if (type.FileInputs.Count == 0)
        {
            throw new ProblemException(
                Invalid($"A step of type '{type.Id}' takes no files. Leave 'file' out, or try a step of type 'script'.")
            );
        }

        var parts = FileReader.PathOf(path).Value.Split('/', 2);
        if (parts.Length < 2 || (body.Flow is { } flow && flow != parts[0]))
        {
            throw new ProblemException(
                Invalid($"'file' is '{path}'; give the path of a file in its flow's folder, such as 'hello/score.py'.")
            );
        }

        return body with
        {
            Flow = parts[0],
            With = Filled(body.With, parts[1], RuntimeOf(path)),
        };
    }

    private static JsonElement? Filled(JsonElement? with, string file, string? runtime)
    {
        if (with is { ValueKind: not JsonValueKind.Object })
        {
            return with;
        }

        var filled = with is { } given ? JsonObject.Create(given)! : [];
        if (!filled.ContainsKey("code"))
        {
            filled.TryAdd("file", file);
        }

        if (runtime is not null)
        {
            filled.TryAdd("runtime", runtime);
        }

        filled.TryAdd("input", "{{ input }}");
        return JsonElement.Parse(filled.ToJsonString());
    }

    private static string? RuntimeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".py" => "python",
            ".mjs" or ".js" or ".cjs" => "node",
            ".sh" => "bash",
            _ => null,
        };

    private static Problem Invalid(string detail) => Problem.BadRequestAt("/file", detail);
}
