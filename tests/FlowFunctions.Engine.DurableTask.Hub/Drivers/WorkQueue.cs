using FlowFunctions.Engine.DurableTask.Hub.Faults;

namespace FlowFunctions.Engine.DurableTask.Hub.Drivers;

/// <summary>Work that waits: taken in the order of arrival or, shuffled, in one that the dice decide. The hub's lock guards it.</summary>
/// <param name="shuffle">Decides the order; null for that of arrival.</param>
internal sealed class WorkQueue<T>(FaultDice? shuffle)
    where T : class
{
    private readonly Queue<T> _waiting = new();
    private readonly List<T> _bag = [];

    public int Count => _waiting.Count + _bag.Count;

    public void Add(T work)
    {
        if (shuffle is null)
        {
            _waiting.Enqueue(work);
        }
        else
        {
            _bag.Add(work);
        }
    }

    /// <summary>Takes one; null when there is none.</summary>
    public T? Take()
    {
        if (shuffle is null || _bag.Count == 0)
        {
            return _waiting.TryDequeue(out var first) ? first : null;
        }

        var at = shuffle.Below(_bag.Count);
        var taken = _bag[at];
        _bag[at] = _bag[^1];
        _bag.RemoveAt(_bag.Count - 1);
        return taken;
    }
}
