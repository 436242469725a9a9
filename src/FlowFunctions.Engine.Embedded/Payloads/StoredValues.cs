using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded.Payloads;

/// <summary>
/// Hashes of the stored values that a run refers to. They are collected from its events, so nothing that its state holds can be missed;
/// what it does not need any more is kept too, until its end.
/// </summary>
internal sealed class StoredValues
{
    private HashSet<string>? _hashes;

    /// <summary>Adds what an event refers to.</summary>
    public void Add(RunEvent runEvent)
    {
        if (runEvent is StepCompleted { Outcome.Payload: var payload })
        {
            Add(payload?.Reference);
            return;
        }

        foreach (var other in PayloadContents.Of(runEvent))
        {
            Add(other.Reference);
        }
    }

    public void Add(PayloadReference? reference)
    {
        if (reference is not null)
        {
            (_hashes ??= new(StringComparer.Ordinal)).Add(reference.Hash);
        }
    }

    /// <summary>Takes its hashes out of a set.</summary>
    public void RemoveFrom(HashSet<string> others)
    {
        if (_hashes is not null)
        {
            others.ExceptWith(_hashes);
        }
    }
}
