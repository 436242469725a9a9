using System.Text.Json;
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
            problems.AddAtKey(ProblemCodes.Schema, Describe(problem), problem.Pointer);
        }
    }

    /// <summary>A schema problem with the name of its place before it, unless its words name the place already.</summary>
    internal static string Describe(SchemaProblem problem)
    {
        if (problem.Message.StartsWith("unknown property", StringComparison.Ordinal))
        {
            return $"{char.ToUpperInvariant(problem.Message[0])}{problem.Message[1..]}.";
        }

        var place = JsonPointer.Tokens(problem.Pointer).LastOrDefault();
        return place is null ? $"The document {problem.Message}." : $"'{place}' {problem.Message}.";
    }

    private static byte[] Load()
    {
        using var stream = typeof(FlowSchema).Assembly.GetManifestResourceStream("flow.schema.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
