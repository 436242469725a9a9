namespace FlowFunctions.Engine.Machine;

/// <summary>
/// What belongs to the commands of a run, by their ids. A run that waits has none or one most of the time, and there may be a hundred
/// thousand such runs, so one entry takes no memory of its own. A value: keep it in a field, and do not copy it.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
internal struct IdTable<T>
    where T : class
{
    /// <summary>A table that was larger than this is given up when it is empty.</summary>
    private const int KeptCapacity = 16;

    private Dictionary<int, T>? _many;
    private T? _one;
    private int _oneId;

    public readonly int Count => _many?.Count ?? (_one is null ? 0 : 1);

    /// <summary>The entries, in no order.</summary>
    public readonly IEnumerable<KeyValuePair<int, T>> Entries =>
        _many ?? (_one is null ? (IEnumerable<KeyValuePair<int, T>>)[] : [new(_oneId, _one)]);

    public readonly IEnumerable<T> Values => Entries.Select(static entry => entry.Value);

    public readonly T? Find(int id) => _many is null ? (_oneId == id ? _one : null) : _many.GetValueOrDefault(id);

    public void Add(int id, T value)
    {
        if (_many is null && _one is null)
        {
            (_oneId, _one) = (id, value);
            return;
        }

        if (_many is null)
        {
            _many = new() { [_oneId] = _one! };
            _one = null;
        }

        _many.Add(id, value);
    }

    /// <summary>Takes an entry out.</summary>
    /// <returns>It, or null when there is none.</returns>
    public T? Remove(int id)
    {
        var found = Find(id);
        if (_many is null)
        {
            _one = found is null ? _one : null;
        }
        else if (_many.Remove(id) && _many.Count == 0 && _many.Capacity > KeptCapacity)
        {
            _many = null;
        }

        return found;
    }

    public void Clear() => this = default;
}
