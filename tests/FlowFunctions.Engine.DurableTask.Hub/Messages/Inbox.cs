using FlowFunctions.Engine.DurableTask.Hub.Faults;

namespace FlowFunctions.Engine.DurableTask.Hub.Messages;

/// <summary>The messages that wait for an instance's next turn.</summary>
internal sealed class Inbox
{
    private readonly List<HubMessage> _messages = [];

    public void Add(HubMessage message) => _messages.Add(message);

    /// <summary>Brings back what a turn has taken that did not count.</summary>
    public void PutBack(IReadOnlyList<HubMessage> messages) => _messages.InsertRange(0, messages);

    /// <summary>Drops what nobody will ever get.</summary>
    public void Drop(Predicate<HubMessage> isStale) => _messages.RemoveAll(isStale);

    public bool Any(Func<HubMessage, bool> isDue) => _messages.Exists(message => isDue(message));

    /// <summary>Takes the messages of a turn out of those that are due: all of them in the order of arrival, unless the dice say otherwise.</summary>
    public List<HubMessage> Take(Func<HubMessage, bool> isDue, FaultDice dice)
    {
        var due = _messages.FindAll(message => isDue(message));
        if (due.Count > 1 && dice.Happens(dice.Faults.Reorder))
        {
            Reorder(due, dice);
            var kept = 1 + dice.Below(due.Count);
            due.RemoveRange(kept, due.Count - kept);
        }

        StartFirst(due);
        var taken = new HashSet<HubMessage>(due, ReferenceEqualityComparer.Instance);
        _messages.RemoveAll(taken.Contains);
        return due;
    }

    /// <summary>Any order in which external messages keep theirs, and in which a start comes first.</summary>
    private static void Reorder(List<HubMessage> due, FaultDice dice)
    {
        var external = new Queue<HubMessage>(due.Where(message => message.IsExternal));
        var shuffled = due.ToArray();
        dice.Shuffle<HubMessage>(shuffled);
        due.Clear();
        due.AddRange(shuffled.Select(message => message.IsExternal ? external.Dequeue() : message));
        StartFirst(due);
    }

    /// <summary>An event may arrive before the start of what it is for; the framework puts the start in front.</summary>
    private static void StartFirst(List<HubMessage> due)
    {
        var at = due.FindIndex(message => message.Starts);
        if (at > 0)
        {
            var start = due[at];
            due.RemoveAt(at);
            due.Insert(0, start);
        }
    }
}
