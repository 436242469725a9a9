using System.Collections.Concurrent;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>
/// What triggers do in this process, for people who look at them: it is noted in memory, added to the tables every few seconds, and lost if
/// the process dies in between. Nothing waits for it.
/// </summary>
internal sealed class TriggerActivity
{
    /// <summary>Triggers that are noted at once; what more of them do is not counted. More than any workspace should have.</summary>
    public const int MaxTriggers = 50_000;

    private readonly ConcurrentDictionary<TriggerKey, Entry> _entries = new();

    /// <summary>A trigger has started a run.</summary>
    public void Fired(TriggerKey trigger, string runId, DateTimeOffset at) =>
        EntryOf(trigger)
            ?.Add(
                new TriggerRecord(trigger.FlowId, trigger.TriggerId)
                {
                    Started = 1,
                    LastFiredAt = at,
                    LastRunId = runId,
                }
            );

    /// <summary>Something came that started no run.</summary>
    public void Refused(TriggerKey trigger, string code, string message, DateTimeOffset at) =>
        EntryOf(trigger)
            ?.Add(
                new TriggerRecord(trigger.FlowId, trigger.TriggerId)
                {
                    Refused = 1,
                    LastError = new TriggerError(code, message, at),
                }
            );

    /// <summary>What a trigger has done in this process that is not in the tables yet.</summary>
    public TriggerRecord Since(TriggerKey trigger) =>
        _entries.TryGetValue(trigger, out var entry)
            ? entry.Since
            : new TriggerRecord(trigger.FlowId, trigger.TriggerId);

    /// <summary>The triggers that have done something that is not in the tables yet.</summary>
    public IReadOnlyList<TriggerKey> Changed() =>
        [.. _entries.Where(static entry => entry.Value.HasChanged).Select(static entry => entry.Key)];

    /// <summary>What was stored of a trigger when this process wrote it last; null when it must be read.</summary>
    public TriggerRecord? Known(TriggerKey trigger) => _entries.GetValueOrDefault(trigger)?.Known;

    /// <summary>What is stored of a trigger was read.</summary>
    public void Read(TriggerKey trigger, TriggerRecord known) => _entries.GetValueOrDefault(trigger)?.Learn(known);

    /// <summary>What a trigger had done is stored.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="written">What of it was added to the tables.</param>
    /// <param name="known">How it is stored now.</param>
    public void Stored(TriggerKey trigger, TriggerRecord written, TriggerRecord known) =>
        _entries.GetValueOrDefault(trigger)?.Settle(written, known);

    /// <summary>Somebody else has written it: it must be read again.</summary>
    public void Unknown(TriggerKey trigger) => _entries.GetValueOrDefault(trigger)?.Forget();

    /// <summary>A flow was deleted.</summary>
    public void Forget(string workspace, string flowId)
    {
        foreach (var key in _entries.Keys.Where(key => key.Workspace == workspace && key.FlowId == flowId))
        {
            _entries.TryRemove(key, out _);
        }
    }

    private Entry? EntryOf(TriggerKey trigger) =>
        _entries.TryGetValue(trigger, out var known) ? known
        : _entries.Count < MaxTriggers ? _entries.GetOrAdd(trigger, static key => new Entry(key))
        : null;

    private sealed class Entry(TriggerKey key)
    {
        private readonly Lock _gate = new();
        private readonly TriggerRecord _none = new(key.FlowId, key.TriggerId);
        private TriggerRecord? _since;
        private TriggerRecord? _known;

        public bool HasChanged => Volatile.Read(ref _since) is not null;

        public TriggerRecord Since => Volatile.Read(ref _since) ?? _none;

        public TriggerRecord? Known => Volatile.Read(ref _known);

        public void Add(TriggerRecord done)
        {
            lock (_gate)
            {
                _since = _since?.With(done) ?? done;
            }
        }

        public void Settle(TriggerRecord written, TriggerRecord known)
        {
            lock (_gate)
            {
                // What came while it was being written is still to be added; moments that are told twice do no harm.
                var since = Since with
                {
                    Started = Since.Started - written.Started,
                    Refused = Since.Refused - written.Refused,
                };
                _since = since is { Started: 0, Refused: 0 } ? null : since;
                _known = known;
            }
        }

        public void Learn(TriggerRecord known)
        {
            lock (_gate)
            {
                _known = known;
            }
        }

        public void Forget()
        {
            lock (_gate)
            {
                _known = null;
            }
        }
    }
}
