using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>The published JSON Schema of flow documents, <c>flow.schema.json</c>.</summary>
public static class FlowSchema
{
    private const int MostProblems = 1_000;

    private static readonly Lazy<JsonElement> Element = new(static () => JsonElement.Parse(Load()));

    private static readonly Lazy<JsonSchema> Schema = new(static () =>
        JsonSchema.Parse(Element.Value, new JsonSchemaOptions { MaxProblems = MostProblems })
    );

    /// <summary>The schema document.</summary>
    public static JsonElement Document => Element.Value;

    internal static void Check(JsonElement document, ProblemList problems)
    {
        foreach (var problem in Schema.Value.Validate(document))
        {
            problems.Add(ProblemCodes.Schema, InWords(problem, document), problem.Pointer);
        }
    }

    /// <summary>A schema problem with the name of its place before it, unless its words name the place already.</summary>
    internal static string Describe(SchemaProblem problem)
    {
        if (problem.Message.StartsWith("unknown property", StringComparison.Ordinal))
        {
            return $"{char.ToUpperInvariant(problem.Message[0])}{problem.Message[1..]}.";
        }

        var tokens = JsonPointer.Tokens(problem.Pointer).ToArray();
        if (tokens.Length == 0)
        {
            return $"The document {problem.Message}.";
        }

        var place =
            tokens.Length > 1 && JsonPointer.TryIndex(tokens[^1], out var index)
                ? $"{tokens[^2]}[{index}]"
                : tokens[^1];
        return $"'{place}' {problem.Message}.";
    }

    /// <summary>Where the validator could only show a pattern or forms to choose from, the schema's description says it better.</summary>
    private static SchemaProblem InWords(SchemaProblem problem, JsonElement document)
    {
        var description = problem.Keyword switch
        {
            "pattern" or "oneOf" or "anyOf" => FlowShape.Description(document, problem.Pointer),
            "propertyNames" => ElementId.Text("description"),
            _ => null,
        };
        return description is null
            ? problem
            : problem with
            {
                Message = $"does not have the right form. {description.TrimEnd('.')}",
            };
    }

    private static JsonElement ElementId => Document.Member("$defs").Member("elementId");

    private static byte[] Load()
    {
        using var stream = typeof(FlowSchema).Assembly.GetManifestResourceStream("flow.schema.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
