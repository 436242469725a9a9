using System.Globalization;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>
/// What a run's state tells after a restart of its <c>foreach</c> loops. Iterations begin in order, so those before the last open one
/// have ended unless they are open.
/// </summary>
internal static class AdoptedLoops
{
    /// <summary>Gives the loops their number of items and of iterations that ended before the restart.</summary>
    public static void TakeOver(FollowedRun run, RunState state)
    {
        var chunk = state.Start?.Chunk;
        foreach (
            var loop in state
                .Steps.Where(static step => step.Path.Contains('['))
                .GroupBy(static step => LoopOf(step.Path))
        )
        {
            var progress = run.ScopeOf(loop.First().Path).Loop!;
            var open = loop.Select(static step => NumberOf(step.Path)).Distinct().ToArray();
            progress.Total ??= Count(StepScopes.RequestFor(state, new ExecuteStep(0, loop.First(), 0, null)).Items);
            progress.Finished += open.Max() + 1 - open.Length - (chunk?.Path == loop.Key ? chunk.First : 0);
        }

        var parts = state.PendingCommands.OfType<StartChild>().Where(static child => child.Chunk is { Repeats: false });
        foreach (var children in parts.GroupBy(static child => child.Chunk!.Path))
        {
            var progress = run.ScopeOf(children.Key).Find(children.First().Step.Plan.Id);
            var last = children.MaxBy(static child => child.Chunk!.First)!.Chunk!;
            progress.Total ??= Count(last.Items);
            progress.Finished += last.First + last.Count - children.Sum(static child => child.Chunk!.Count);
        }
    }

    private static string LoopOf(string path) => path[..path.LastIndexOf('[')];

    private static int NumberOf(string path)
    {
        var open = path.LastIndexOf('[') + 1;
        return int.Parse(path.AsSpan(open, path.LastIndexOf(']') - open), CultureInfo.InvariantCulture);
    }

    /// <summary>Unknown for a list so large that it is kept outside the state.</summary>
    private static int? Count(Payload? items) => items is { Reference: null } ? items.Element.GetArrayLength() : null;
}
