using System.Runtime.InteropServices;
using FlowFunctions.Engine.Admission;

namespace FlowFunctions.Engine.Embedded.Admission;

/// <summary>
/// Counts the open runs of every key for all shards, and keeps those over a limit in the order in which they came. It knows nothing
/// of disks: a run is told that it is admitted, and makes that durable itself.
/// </summary>
/// <param name="maxQueued">The most runs that may wait for one key.</param>
/// <param name="admit">Told the id of a waiting run that has got a place; must not block.</param>
internal sealed class AdmissionTable(int maxQueued, Action<string> admit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AdmissionKey, Group> _groups = [];
    private int _queued;
    private long _lastRank;

    /// <summary>Runs that wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Takes a place, or queues for one.</summary>
    /// <param name="ticket">Whose place.</param>
    /// <param name="mayWait">Whether it may queue.</param>
    public AdmissionAnswer Enter(AdmissionTicket ticket, bool mayWait)
    {
        lock (_lock)
        {
            var group = GroupOf(ticket.Key);
            if (group.Waiting.Count == 0 && group.Open < ticket.Limit)
            {
                Take(group, ticket);
                return AdmissionAnswer.Admitted;
            }

            if (!mayWait)
            {
                return AdmissionAnswer.Refused;
            }

            if (group.Waiting.Count >= maxQueued)
            {
                return AdmissionAnswer.QueueFull;
            }

            Append(group, ticket, _lastRank + 1);
            return AdmissionAnswer.Queued;
        }
    }

    /// <summary>Takes a place for a run that was admitted before a restart, whatever the limit is now.</summary>
    public void Adopt(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            Take(GroupOf(ticket.Key), ticket);
        }
    }

    /// <summary>Queues at the end without a bound and without admitting: for runs that waited before a restart.</summary>
    /// <param name="ticket">Whose place.</param>
    /// <param name="rank">The rank it had, higher than that of the run before.</param>
    public void AdoptQueued(AdmissionTicket ticket, long rank)
    {
        lock (_lock)
        {
            Append(GroupOf(ticket.Key), ticket, rank);
        }
    }

    /// <summary>After all have been adopted: admits those for whom there is room.</summary>
    public void AdmitAll()
    {
        lock (_lock)
        {
            foreach (var group in _groups.Values)
            {
                Promote(group);
            }
        }
    }

    /// <summary>Gives a place up, taken or waited for, to the one that has waited longest.</summary>
    public void Leave(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            var group = GroupOf(ticket.Key);
            if (ticket.IsAdmitted)
            {
                ticket.IsAdmitted = false;
                group.Open--;
            }

            Unlink(group, ticket);
            Promote(group);
            if (group.Open == 0 && group.Waiting.Count == 0)
            {
                _groups.Remove(ticket.Key);
            }
        }
    }

    /// <summary>Takes a waiting run out of the queue, unless it has been admitted meanwhile.</summary>
    /// <returns>Whether it does not wait any more.</returns>
    public bool TryHold(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            if (ticket.IsAdmitted)
            {
                return false;
            }

            Leave(ticket);
            return true;
        }
    }

    /// <summary>Queues again, at the end, after <see cref="TryHold"/>.</summary>
    public void Rejoin(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            if (ticket is { IsAdmitted: false, Node: null })
            {
                var group = GroupOf(ticket.Key);
                Append(group, ticket, _lastRank + 1);
                Promote(group);
            }
        }
    }

    /// <summary>Where a run stands; places count from 1, 0 when it does not wait.</summary>
    public AdmissionPlace PlaceOf(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            var place = 0;
            for (var node = ticket.Node; node is not null; node = node.Previous)
            {
                place++;
            }

            var open = _groups.TryGetValue(ticket.Key, out var group) ? group.Open : 0;
            return new AdmissionPlace(place, open, ticket.Limit);
        }
    }

    private Group GroupOf(AdmissionKey key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _) ??= new Group();

    private static void Take(Group group, AdmissionTicket ticket)
    {
        ticket.IsAdmitted = true;
        group.Open++;
    }

    private void Append(Group group, AdmissionTicket ticket, long rank)
    {
        ticket.Rank = _lastRank = rank;
        ticket.Node = group.Waiting.AddLast(ticket);
        _queued++;
    }

    private void Unlink(Group group, AdmissionTicket ticket)
    {
        if (ticket.Node is { } node)
        {
            group.Waiting.Remove(node);
            ticket.Node = null;
            _queued--;
        }
    }

    private void Promote(Group group)
    {
        while (group.Waiting.First is { Value: var next } && group.Open < next.Limit)
        {
            Unlink(group, next);
            Take(group, next);
            admit(next.RunId);
        }
    }

    private sealed class Group
    {
        public int Open { get; set; }

        public LinkedList<AdmissionTicket> Waiting { get; } = new();
    }
}

/// <summary>Where a run stands.</summary>
/// <param name="Place">Its place in the queue, from 1; 0 when it does not wait.</param>
/// <param name="Open">Runs of its key that are open.</param>
/// <param name="Limit">How many may be.</param>
internal readonly record struct AdmissionPlace(int Place, int Open, int Limit);
