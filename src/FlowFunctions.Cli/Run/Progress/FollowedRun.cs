using System.Globalization;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>One of the engine's runs among those that make up the run that a user started.</summary>
/// <param name="id">Its id.</param>
/// <param name="root">The scope that its step paths start from.</param>
internal sealed class FollowedRun(string id, ScopeProgress root)
{
    private readonly Dictionary<string, ScopeProgress> _scopes = new(StringComparer.Ordinal) { [""] = root };
    private readonly HashSet<ScopeProgress> _touched = [];

    public string Id => id;

    public ScopeProgress Root => root;

    /// <summary>The loop of which a child run carries out a part; its parent tells of the loop itself. Null for other runs.</summary>
    public string? HiddenPath { get; init; }

    /// <summary>Loops whose number of iterations is not known yet, by the command that evaluates it.</summary>
    public Dictionary<int, StepProgress> Loops { get; } = [];

    /// <summary>The scope that a step stands in; made when an iteration is heard of for the first time.</summary>
    public ScopeProgress ScopeOf(string path)
    {
        var scope = ScopeWithPrefix(path[..(path.LastIndexOf('/') + 1)]);
        _touched.Add(scope);
        return scope;
    }

    /// <summary>A loop has said how many items it has.</summary>
    public void NoteTotal(RunEvent runEvent)
    {
        if (
            runEvent is StepCompleted completed
            && Loops.Remove(completed.CommandId, out var loop)
            && completed.Outcome is StepOutcome.Iterating iterating
        )
        {
            loop.Total = iterating.Count;
        }
    }

    /// <summary>Counts the iterations that have ended; between two events, because within one a step may end before the next begins.</summary>
    public void CountIterations()
    {
        foreach (var scope in _touched)
        {
            scope.Count();
        }

        _touched.Clear();
    }

    /// <param name="prefix">A prefix of paths, such as <c>outer[1]/inner[17]/</c>.</param>
    private ScopeProgress ScopeWithPrefix(string prefix)
    {
        if (_scopes.TryGetValue(prefix, out var known))
        {
            return known;
        }

        var open = prefix.LastIndexOf('[');
        var loop = ScopeOf(prefix[..open]).Find(prefix[(prefix.LastIndexOf('/', open) + 1)..open]);
        var iteration = int.Parse(prefix.AsSpan(open + 1, prefix.Length - open - 3), CultureInfo.InvariantCulture);
        var scope = new ScopeProgress(loop.Plan.Body!, $"{loop.Path}[{iteration}]/", loop);
        loop.Iterations[iteration] = scope;
        _scopes.Add(prefix, scope);
        return scope;
    }
}
