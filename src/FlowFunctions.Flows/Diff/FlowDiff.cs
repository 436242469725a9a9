using System.Text.Json;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Diff;

/// <summary>
/// What differs between two versions of a flow in meaning: formatting, order of keys, values at their defaults and ways of
/// writing a duration or number make no difference.
/// </summary>
public sealed record FlowDiff
{
    /// <summary>The changes: the flow itself, input, triggers, settings, then steps, edges and output from the outside in.</summary>
    public required IReadOnlyList<FlowChange> Changes { get; init; }

    /// <summary>Changes of the layout, which make no new plan.</summary>
    public required IReadOnlyList<FlowChange> Cosmetic { get; init; }

    /// <summary>Compares two versions.</summary>
    public static FlowDiff Between(FlowDocument before, FlowDocument after)
    {
        var (older, newer) = (NormalForm.Of(before.Source), NormalForm.Of(after.Source));
        var changes = new ChangeList();
        changes.Compare(ChangeSubject.Flow, "", "", older, newer, DiffParts);
        changes.ComparePart(ChangeSubject.Input, "", "/input", older, newer);
        Triggers(changes, older.Member("triggers"), newer.Member("triggers"));
        changes.ComparePart(ChangeSubject.Settings, "", "/settings", older, newer);
        GraphDiff.Compare(changes, new GraphPlace(older, "", ""), new GraphPlace(newer, "", ""));
        var cosmetic = new ChangeList();
        cosmetic.ComparePart(ChangeSubject.Layout, "", "/layout", older, newer);
        return new FlowDiff { Changes = changes.Changes, Cosmetic = cosmetic.Changes };
    }

    /// <summary>The changes as lines of text for a terminal; empty when there are none.</summary>
    public override string ToString() => DiffText.Render(this);

    /// <summary>The changes as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FlowDiffJson.Default.FlowDiff);

    /// <summary>Parts of a document that are compared by themselves, and what only editors read.</summary>
    private static readonly string[] DiffParts =
    [
        "$schema",
        "input",
        "triggers",
        "settings",
        "steps",
        "edges",
        "output",
        "layout",
    ];

    private static void Triggers(ChangeList changes, JsonElement before, JsonElement after)
    {
        var (older, newer) = (before.Members(), after.Members());
        foreach (var id in newer.Keys.Union(older.Keys))
        {
            changes.CompareNamed(
                ChangeSubject.Trigger,
                id,
                Text.JsonPointer.Append("/triggers", id),
                older.GetValueOrDefault(id),
                newer.GetValueOrDefault(id)
            );
        }
    }
}
