using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema;

/// <summary>
/// The state of one validation. It looks for the first problem only, or collects all of them; while it tries an
/// alternative it always looks for the first only.
/// </summary>
internal sealed class Evaluation(JsonSchemaOptions options)
{
    private const int StackCheckInterval = 8;
    private readonly Stack<EvaluatedSet> spare = new();
    private readonly List<Segment> path = [];
    private SchemaResource[] scope = new SchemaResource[16];
    private Func<JsonElement, bool>? assumeValid;
    private List<SchemaProblem>? all;
    private List<SchemaProblem>? problems;
    private char[] text = [];
    private int depth;
    private int evaluations;
    private long patternWork;

    /// <summary>Whether problems are written down; otherwise the first one ends the matter.</summary>
    public bool Collecting => problems is not null;

    /// <summary>Whether to go on after a problem.</summary>
    public bool Continues => !Stopped && problems is not null && problems.Count < options.MaxProblems;

    /// <summary>Whether a limit has ended this validation; the value then counts as invalid.</summary>
    public bool Stopped { get; private set; }

    /// <summary>How often a value has been taken for valid unseen: what follows from that is not certain.</summary>
    public int Assumptions { get; private set; }

    /// <summary>Decoding space; what was read into it is gone when the next text is read.</summary>
    public ref char[] Text => ref text;

    public void Start(List<SchemaProblem>? collector, Func<JsonElement, bool>? assume)
    {
        (all, problems, assumeValid) = (collector, collector, assume);
        (depth, evaluations, Assumptions, Stopped) = (0, 0, 0, false);
        patternWork = options.MaxPatternWork;
        path.Clear();
    }

    public bool Enter(SchemaNode node)
    {
        if (Stopped || !Count())
            return false;
        // The frames of a few levels fit into what the runtime keeps in reserve.
        if (depth == options.MaxDepth || depth % StackCheckInterval == 0 && !HasStack())
            return StopAtDepth();
        if (depth == scope.Length)
            Array.Resize(ref scope, depth * 2);
        scope[depth++] = node.Resource;
        return true;
    }

    public void Leave() => depth--;

    /// <summary>Counts one comparison, which may call itself, against the limits.</summary>
    public bool Spend() => Count() && (HasStack() || StopAtDepth());

    /// <summary>Whether a text matches a pattern, counted against the limit.</summary>
    public bool Matches(EcmaRegex pattern, ReadOnlySpan<char> value) =>
        pattern.IsMatch(value, ref patternWork)
        ?? Stop(
            "",
            $"takes too much work to be checked (limit {options.MaxPatternWork} places of patterns, each tried at one character)"
        );

    /// <summary>The schema that the outermost resource in the dynamic scope gives to an anchor (Core 8.2.3.2).</summary>
    public SchemaNode? FindDynamic(string anchor)
    {
        for (int i = 0; i < depth; i++)
            if (scope[i].DynamicNodes.TryGetValue(anchor, out var node))
                return node;
        return null;
    }

    public bool Assumes(JsonElement value)
    {
        if (assumeValid is null || !assumeValid(value))
            return false;
        Assumptions++;
        return true;
    }

    /// <summary>Tries a schema at the place in hand without writing problems down.</summary>
    public bool Try(SchemaNode node, JsonElement value, EvaluatedSet? seen)
    {
        var kept = problems;
        problems = null;
        bool valid = node.Evaluate(value, this, seen);
        problems = kept;
        return valid;
    }

    /// <summary>The problems that a schema finds at the place in hand, kept apart from the others.</summary>
    public List<SchemaProblem> Explain(SchemaNode node, JsonElement value)
    {
        var kept = problems;
        List<SchemaProblem> found = problems = [];
        node.Evaluate(value, this, null);
        problems = kept;
        return found;
    }

    public void Report(IEnumerable<SchemaProblem> found) =>
        problems?.AddRange(found.Take(options.MaxProblems - problems.Count));

    public bool Fail(string keyword, string message)
    {
        if (Continues)
            problems!.Add(new(Pointer(), keyword, message));
        return false;
    }

    /// <summary>Evaluates a schema at a member of the value in hand.</summary>
    public bool Descend(SchemaNode node, JsonProperty property)
    {
        if (all is null)
            return node.Evaluate(property.Value, this, null);
        path.Add(new(property, -1));
        bool valid = node.Evaluate(property.Value, this, null);
        path.RemoveAt(path.Count - 1);
        return valid;
    }

    /// <summary>Evaluates a schema at an item of the value in hand.</summary>
    public bool Descend(SchemaNode node, JsonElement item, int index)
    {
        if (all is null)
            return node.Evaluate(item, this, null);
        path.Add(new(default, index));
        bool valid = node.Evaluate(item, this, null);
        path.RemoveAt(path.Count - 1);
        return valid;
    }

    /// <summary>Evaluates a schema at a property's name, which is no location: nothing is assumed about it.</summary>
    public bool CheckName(SchemaNode node, JsonElement name, JsonProperty property)
    {
        var kept = assumeValid;
        assumeValid = null;
        bool valid = Try(node, name, null);
        if (!valid && Continues)
            foreach (var problem in Explain(node, name))
                FailAt(property, "propertyNames", $"has a name that {problem.Message}");
        assumeValid = kept;
        return valid;
    }

    public bool FailAt(JsonProperty property, string keyword, string message)
    {
        path.Add(new(property, -1));
        Fail(keyword, message);
        path.RemoveAt(path.Count - 1);
        return false;
    }

    public EvaluatedSet Rent()
    {
        if (!spare.TryPop(out var set))
            return new();
        set.Clear();
        return set;
    }

    public void Return(EvaluatedSet? set)
    {
        if (set is not null)
            spare.Push(set);
    }

    /// <summary>The place in hand.</summary>
    public string Pointer() =>
        path.Aggregate(
            "",
            (pointer, segment) =>
                segment.Index < 0
                    ? JsonPointer.Append(pointer, JsonText.Name(segment.Property))
                    : JsonPointer.Append(pointer, segment.Index)
        );

    private static bool HasStack() => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private bool Count() =>
        ++evaluations <= options.MaxEvaluations
        || Stop("", $"takes too much work to be checked (limit {options.MaxEvaluations} schema evaluations)");

    private bool StopAtDepth() =>
        Stop(
            "$ref",
            "is nested too deeply to be checked, or its schema refers to itself without end "
                + $"(limit {options.MaxDepth} schemas inside one another)"
        );

    private bool Stop(string keyword, string message)
    {
        if (!Stopped)
            all?.Add(new(Pointer(), keyword, message));
        Stopped = true;
        return false;
    }

    private readonly record struct Segment(JsonProperty Property, int Index);
}
