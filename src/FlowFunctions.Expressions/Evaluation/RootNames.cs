using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>The names of the scope.</summary>
internal static class RootNames
{
    public const string Steps = "steps";

    public static readonly string[] All =
    [
        "input",
        "trigger",
        Steps,
        "env",
        "run",
        "item",
        "index",
        "items",
        "secrets",
    ];

    /// <summary>The names and where they are in scope, for people.</summary>
    public const string Listing =
        "input, trigger, steps, env and run; in the body of a loop also item, index and (foreach) items; in 'with' also secrets";

    public static int Find(string name) => Array.IndexOf(All, name);

    public static Value Resolve(ExpressionScope scope, int root) =>
        All[root] switch
        {
            "input" => Value.From(scope.Input),
            "trigger" => Value.From(scope.Trigger),
            "env" => Value.From(scope.Env),
            "run" => Value.From(scope.Run),
            "item" => Value.From(scope.Item),
            "items" => Value.From(scope.Items),
            "secrets" => Value.From(scope.Secrets),
            "index" => scope.Index is { } index ? index : Value.Undefined,
            _ => scope.Steps is { } steps ? new StepsObject(steps) : Value.Undefined,
        };
}
