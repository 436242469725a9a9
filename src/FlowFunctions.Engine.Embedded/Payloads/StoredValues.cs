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

    /// <summary>The hashes so far.</summary>
    public IReadOnlyCollection<string> Hashes => _hashes ?? (IReadOnlyCollection<string>)[];

    /// <summary>Adds what an event refers to.</summary>
    public void Add(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case StepCompleted { Outcome.Payload: var payload }:
                Add(payload);
                break;
            case RunStarted { Start: { Chunk: null, Seeds.IsEmpty: true } start }:
                Add(start.Input);
                Add(start.Trigger);
                Add(start.Env);
                break;
            default:
                foreach (var payload in PayloadContents.Of(runEvent))
                {
                    Add(payload);
                }

                break;
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

    /// <summary>Adds a value itself.</summary>
    public void Add(PayloadReference? reference)
    {
        if (reference is not null)
        {
            (_hashes ??= new(StringComparer.Ordinal)).Add(reference.Hash);
        }
    }

    private void Add(Payload? payload) => Add(payload?.Reference);
}
