using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Where a template stands, and so which names its expressions may use.</summary>
/// <param name="Names">The names that mean something there, unless the step's type says otherwise of a member.</param>
/// <param name="Scope">The scope whose steps it may use, or null for none.</param>
/// <param name="User">The step it configures, or null for an output.</param>
/// <param name="Description">The place in words that follow "in".</param>
internal sealed record TemplatePlace(
    IReadOnlyList<string> Names,
    IndexedScope? Scope,
    IndexedStep? User,
    string Description
)
{
    private static readonly string[] RunNames = ["input", "trigger", "env", "run", "steps"];

    private static readonly string[] ItemNames = [.. RunNames, "item", "index"];

    private static readonly string[] LoopNames = [.. ItemNames, "items"];

    public static TemplatePlace Trigger { get; } = new(["trigger", "env"], null, null, "a trigger");

    public static TemplatePlace ConcurrencyKey { get; } =
        new(["input", "trigger", "env"], null, null, "the concurrency key");

    public static TemplatePlace With(IndexedStep step) =>
        new(NamesIn(step.Scope), step.Scope, step, $"the configuration of '{step.Id}'");

    public static TemplatePlace Output(IndexedScope scope) => new(NamesIn(scope), scope, null, "an output");

    /// <summary>The names at a place of the template; some members of a loop see its own iterations.</summary>
    public IReadOnlyList<string> NamesAt(string pointer) =>
        User?.Type is { ItemInputs: { Count: > 0 } own } && own.Contains(JsonPointer.Tokens(pointer).FirstOrDefault(""))
            ? ItemNames
            : Names;

    /// <summary>Whether the step's type lets a secret stand at a place of its configuration.</summary>
    public bool AllowsSecret(string pointer) =>
        User?.Type is { } type && type.SecretInputs.Any(pattern => Matches(pattern, pointer));

    private static string[] NamesIn(IndexedScope scope) => scope.Depth > 0 ? LoopNames : RunNames;

    private static bool Matches(string pattern, string pointer)
    {
        var wanted = JsonPointer.Tokens(pattern).ToArray();
        var actual = JsonPointer.Tokens(pointer).ToArray();
        return wanted.Length == actual.Length
            && wanted.Zip(actual).All(static pair => pair.First == "*" || pair.First == pair.Second);
    }
}
