using FlowFunctions.Expressions;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Compilation;

/// <summary>A step of the document with its place in the flow.</summary>
internal sealed class IndexedStep(FlowStep step, IndexedScope scope, int index, StepTypeDescriptor? type)
{
    public FlowStep Step { get; } = step;

    public IndexedScope Scope { get; } = scope;

    public int Index { get; } = index;

    /// <summary>Its type, or null when there is no such type.</summary>
    public StepTypeDescriptor? Type { get; } = type;

    public string Id => Step.Id;

    /// <summary>Its configuration, or null when that has errors.</summary>
    public JsonTemplate? With { get; set; }

    /// <summary>The scope of its body, or null.</summary>
    public IndexedScope? Body { get; set; }
}

/// <summary>A level of the flow: its steps and the edges whose ends both exist in it.</summary>
internal sealed class IndexedScope(FlowGraph graph, IndexedStep? owner)
{
    public FlowGraph Graph { get; } = graph;

    /// <summary>The loop whose body this is, or null for the flow itself.</summary>
    public IndexedStep? Owner { get; } = owner;

    /// <summary>How many loops are around it.</summary>
    public int Depth { get; } = owner is null ? 0 : owner.Scope.Depth + 1;

    public List<IndexedStep> Steps { get; } = [];

    public List<IndexedEdge> Edges { get; } = [];

    /// <summary>The loop around or above this scope that lies in another, or null when the other is not around this one.</summary>
    public IndexedStep? LoopIn(IndexedScope other) =>
        Owner is null ? null
        : Owner.Scope == other ? Owner
        : Owner.Scope.LoopIn(other);
}

/// <summary>An edge between two steps of one scope, by their indices.</summary>
internal readonly record struct IndexedEdge(int From, int To, FlowEdge Edge);

/// <summary>All steps of a flow by id, and its scopes with outer ones before inner ones.</summary>
internal sealed class FlowIndex
{
    /// <summary>Searching for a near match is linear in the number of steps; a flow with more unknown ids has other problems.</summary>
    private const int MostHints = 50;

    private readonly Dictionary<string, IndexedStep> _byId = new(StringComparer.Ordinal);
    private int _hints;

    private FlowIndex() { }

    public List<IndexedScope> Scopes { get; } = [];

    public IEnumerable<IndexedStep> Steps => Scopes.SelectMany(static scope => scope.Steps);

    public static FlowIndex Build(FlowDocument document, IStepCatalog catalog, ProblemList problems)
    {
        var index = new FlowIndex();
        index.Add(document.Graph, null, catalog, problems);
        if (index.Steps.Count() is > FlowLimits.Steps and var count)
        {
            problems.AddAtKey(
                ProblemCodes.TooLarge,
                $"The flow has {count} steps; the most is {FlowLimits.Steps}. Split it into subflows or loops.",
                "/steps"
            );
        }

        return index;
    }

    public IndexedStep? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Text such as <c> (did you mean 'fetch'?)</c>; empty when nothing is near.</summary>
    public string Hint(string id) => _hints++ < MostHints ? Schema.Spelling.Hint(id, _byId.Keys) : "";

    private IndexedScope Add(FlowGraph graph, IndexedStep? owner, IStepCatalog catalog, ProblemList problems)
    {
        var scope = new IndexedScope(graph, owner);
        Scopes.Add(scope);
        foreach (var step in graph.Steps)
        {
            catalog.TryFind(step.Type, out var type);
            var indexed = new IndexedStep(step, scope, scope.Steps.Count, type);
            // A key that is there twice was reported where the text was read.
            if (!_byId.TryAdd(step.Id, indexed) && _byId[step.Id].Step.Pointer != step.Pointer)
            {
                problems.AddAtKey(
                    ProblemCodes.DuplicateId,
                    $"Another step has the id '{step.Id}' ({_byId[step.Id].Step.Pointer}). Ids are unique over the whole flow, loop bodies included.",
                    step.Pointer
                );
            }

            scope.Steps.Add(indexed);
        }

        foreach (var step in scope.Steps)
        {
            AddBody(step, catalog, problems);
        }

        return scope;
    }

    private void AddBody(IndexedStep step, IStepCatalog catalog, ProblemList problems)
    {
        if (step.Step.Body is not { } body)
        {
            return;
        }

        if (step.Scope.Depth == FlowLimits.LoopDepth)
        {
            problems.AddAtKey(
                ProblemCodes.TooDeep,
                $"Loops nest at most {FlowLimits.LoopDepth} deep. Put the inner loop into a flow of its own and call it with a subflow step.",
                body.Pointer
            );
            return;
        }

        step.Body = Add(body, step, catalog, problems);
    }
}
