using System.Text.Json;

namespace FlowFunctions.Expressions.Tests.Differential;

/// <summary>The written expressions, one per line of the files in Corpus, and the values of their names.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static JsonElement Bindings { get; } =
        JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "bindings.json")));

    /// <summary>Every expression whose value must be the same, to the last bit.</summary>
    public static IEnumerable<string> Exact =>
        Directory
            .GetFiles(Folder, "*.txt")
            .Select(Path.GetFileName)
            .Where(file => file is not ("approximate.txt" or "by-design.txt"))
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Read(file!));

    /// <summary>The expressions of a file; lines that begin with <c>// </c> say why those after them are there.</summary>
    public static string[] Read(string file) =>
        [
            .. File.ReadAllLines(Path.Combine(Folder, file))
                .Where(line => line.Length > 0 && !line.StartsWith("// ", StringComparison.Ordinal)),
        ];

    public static ExpressionScope Scope() =>
        new()
        {
            Input = Bindings.GetProperty("input"),
            Trigger = Bindings.GetProperty("trigger"),
            Env = Bindings.GetProperty("env"),
            Run = Bindings.GetProperty("run"),
            Item = Bindings.GetProperty("item"),
            Items = Bindings.GetProperty("items"),
            Secrets = Bindings.GetProperty("secrets"),
            Index = Bindings.GetProperty("index").GetInt32(),
            Steps = id => Bindings.GetProperty("steps").TryGetProperty(id, out var step) ? Step(step) : null,
        };

    private static StepScope Step(JsonElement step) =>
        new(
            step.GetProperty("status").GetString()!,
            step.TryGetProperty("output", out var output) ? output : default,
            step.TryGetProperty("error", out var error) ? error : default
        );
}
