using System.Text.Json;

namespace FlowFunctions.Expressions;

/// <summary>What the names of an expression mean. A value that is not set is <c>undefined</c> in the expression.</summary>
public sealed class ExpressionScope
{
    private int _uuids;

    /// <summary><c>input</c>: the run's input.</summary>
    public JsonElement Input { get; init; }

    /// <summary><c>trigger</c>: what started the run.</summary>
    public JsonElement Trigger { get; init; }

    /// <summary><c>env</c>: the environment's values.</summary>
    public JsonElement Env { get; init; }

    /// <summary><c>run</c>: <c>id</c>, <c>startedAt</c>, <c>flow</c> and <c>attempt</c> of the run.</summary>
    public JsonElement Run { get; init; }

    /// <summary><c>item</c>: the loop's current item.</summary>
    public JsonElement Item { get; init; }

    /// <summary><c>items</c>: the loop's items.</summary>
    public JsonElement Items { get; init; }

    /// <summary><c>secrets</c>: secret values by name.</summary>
    public JsonElement Secrets { get; init; }

    /// <summary><c>index</c>: the loop's 0-based index.</summary>
    public int? Index { get; init; }

    /// <summary>Resolves <c>steps.ID</c> when it is read; null means <c>undefined</c>.</summary>
    public Func<string, StepScope?>? Steps { get; init; }

    /// <summary>What <c>now()</c> answers: the time of the event that made the step ready.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>
    /// What <c>uuid()</c> is derived from. The same scope instance goes on counting; a new scope with the same seed
    /// repeats the values.
    /// </summary>
    public string Seed { get; init; } = "";

    /// <summary>Bounds of each evaluation.</summary>
    public ExpressionLimits Limits { get; init; } = ExpressionLimits.Default;

    internal int NextUuid() => Interlocked.Increment(ref _uuids);
}
