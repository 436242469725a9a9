using System.Text.Json;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Diff;

/// <summary>Collects changes.</summary>
internal sealed class ChangeList
{
    private readonly List<FlowChange> _changes = [];

    public IReadOnlyList<FlowChange> Changes => _changes;

    public void Add(FlowChange change) => _changes.Add(change);

    /// <summary>Reports the fields in which two values differ, if any.</summary>
    public void Compare(
        ChangeSubject subject,
        string id,
        string pointer,
        JsonElement before,
        JsonElement after,
        params string[] except
    )
    {
        if (FieldDiff.Between(before, after, except) is { Count: > 0 } fields)
        {
            Add(new FlowChange(ChangeKind.Changed, subject, id, pointer) { Fields = fields });
        }
    }

    /// <summary>Compares the member of two objects that a pointer ends in.</summary>
    public void ComparePart(ChangeSubject subject, string id, string pointer, JsonElement before, JsonElement after)
    {
        var name = pointer[(pointer.LastIndexOf('/') + 1)..];
        Compare(subject, id, pointer, before.Member(name), after.Member(name));
    }

    /// <summary>Compares what has an id: without an older value it was added, without a newer one removed.</summary>
    public void CompareNamed(
        ChangeSubject subject,
        string id,
        string pointer,
        JsonElement before,
        JsonElement after,
        params string[] except
    )
    {
        if (before.ValueKind == JsonValueKind.Undefined)
        {
            Add(new FlowChange(ChangeKind.Added, subject, id, pointer));
        }
        else if (after.ValueKind == JsonValueKind.Undefined)
        {
            Add(new FlowChange(ChangeKind.Removed, subject, id, pointer));
        }
        else
        {
            Compare(subject, id, pointer, before, after, except);
        }
    }
}
