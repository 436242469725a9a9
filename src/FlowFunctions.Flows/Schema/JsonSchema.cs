using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema;

/// <summary>
/// A JSON Schema of draft 2020-12, compiled once and used from any number of threads. Patterns run on an engine that
/// never backtracks, so neither schema nor value can make a check take exponential time.
/// </summary>
/// <remarks>JSON Schema Core and Validation, draft 2020-12 (https://json-schema.org/draft/2020-12).</remarks>
public sealed class JsonSchema
{
    private const int MaxTextDepth = 1_000;
    private readonly SchemaNode root;
    private readonly JsonSchemaOptions options;
    private Evaluation? idle;

    private JsonSchema(SchemaNode root, JsonSchemaOptions options) => (this.root, this.options) = (root, options);

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="JsonSchemaException">It is not a valid schema, or it refers to one that cannot be found.</exception>
    public static JsonSchema Parse(JsonElement schema, JsonSchemaOptions? options = null)
    {
        options ??= new();
        return new(new SchemaCompiler(options).Compile(schema), options);
    }

    /// <summary>Compiles a schema from JSON text, nested at most 1,000 deep.</summary>
    /// <exception cref="JsonSchemaException">
    /// It is not JSON, not a valid schema, or it refers to one that cannot be found.
    /// </exception>
    public static JsonSchema Parse(string json, JsonSchemaOptions? options = null)
    {
        try
        {
            return Parse(JsonElement.Parse(json, new() { MaxDepth = MaxTextDepth }), options);
        }
        catch (JsonException e)
        {
            throw new JsonSchemaException($"A schema has to be JSON: {e.Message}", e);
        }
    }

    /// <summary>Every problem of a value, up to <see cref="JsonSchemaOptions.MaxProblems"/>; none when it is valid.</summary>
    public IReadOnlyList<SchemaProblem> Validate(JsonElement instance) => Collect(instance, null);

    /// <summary>
    /// Every problem of a value of which parts are not known yet, such as text with an expression in it.
    /// </summary>
    /// <param name="instance">The value.</param>
    /// <param name="assumeValid">
    /// Says that what stands here is not known. Such a place fulfils every schema, and nothing is held against the value
    /// that would depend on it: <c>not</c>, <c>oneOf</c>, <c>if</c> and <c>uniqueItems</c> give it the benefit of the doubt.
    /// </param>
    public IReadOnlyList<SchemaProblem> Validate(JsonElement instance, Func<JsonElement, bool> assumeValid) =>
        Collect(instance, assumeValid);

    /// <summary>Whether a value is valid; ends at the first problem.</summary>
    public bool IsValid(JsonElement instance)
    {
        var run = Rent();
        run.Start(null, null);
        bool valid = root.Evaluate(instance, run, null) && !run.Stopped;
        idle = run;
        return valid;
    }

    private List<SchemaProblem> Collect(JsonElement instance, Func<JsonElement, bool>? assumeValid)
    {
        var problems = new List<SchemaProblem>();
        var run = Rent();
        run.Start(problems, assumeValid);
        root.Evaluate(instance, run, null);
        run.Start(null, null);
        idle = run;
        return problems;
    }

    private Evaluation Rent() => Interlocked.Exchange(ref idle, null) ?? new(options);
}
