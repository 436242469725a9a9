using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Diff;

/// <summary>A level of a flow in normal form: its pointer, and the ids of the loops around it with a slash after each.</summary>
internal readonly record struct GraphPlace(JsonElement Graph, string Pointer, string Path)
{
    public GraphPlace Body(string id, JsonElement step) =>
        new(step.Member("body"), StepPointer(id) + "/body", $"{Path}{id}/");

    public string StepPointer(string id) => JsonPointer.Append(Pointer + "/steps", id);
}

/// <summary>Compares steps, edges and output of one level, and then those of the bodies in it.</summary>
internal static class GraphDiff
{
    public static void Compare(ChangeList changes, GraphPlace before, GraphPlace after)
    {
        var (older, newer) = (before.Graph.Member("steps").Members(), after.Graph.Member("steps").Members());
        var renamed = RenameSearch.Find(before.Graph, after.Graph);
        CompareSteps(changes, before, after, renamed);
        EdgeDiff.Compare(changes, before, after, renamed);
        changes.ComparePart(
            ChangeSubject.Output,
            after.Path.TrimEnd('/'),
            after.Pointer + "/output",
            before.Graph,
            after.Graph
        );
        foreach (var (id, step) in newer)
        {
            if (HasBody(step) && older.TryGetValue(id, out var old) && HasBody(old))
            {
                Compare(changes, before.Body(id, old), after.Body(id, step));
            }
        }
    }

    private static void CompareSteps(
        ChangeList changes,
        GraphPlace before,
        GraphPlace after,
        Dictionary<string, string> renamed
    )
    {
        var (older, newer) = (before.Graph.Member("steps").Members(), after.Graph.Member("steps").Members());
        var oldIds = renamed.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);
        foreach (var (id, step) in newer)
        {
            if (oldIds.TryGetValue(id, out var oldId))
            {
                var change = new FlowChange(
                    ChangeKind.Renamed,
                    ChangeSubject.Step,
                    after.Path + id,
                    after.StepPointer(id)
                );
                changes.Add(change with { RenamedFrom = before.Path + oldId });
                continue;
            }

            var old = older.GetValueOrDefault(id);
            string[] except = HasBody(step) && HasBody(old) ? ["body"] : [];
            changes.CompareNamed(ChangeSubject.Step, after.Path + id, after.StepPointer(id), old, step, except);
        }

        foreach (var id in older.Keys.Where(id => !newer.ContainsKey(id) && !renamed.ContainsKey(id)))
        {
            changes.Add(
                new FlowChange(ChangeKind.Removed, ChangeSubject.Step, before.Path + id, before.StepPointer(id))
            );
        }
    }

    private static bool HasBody(JsonElement step) => step.Member("body").ValueKind == JsonValueKind.Object;
}
