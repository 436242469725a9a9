using System.Globalization;

namespace FlowFunctions.Expressions.Values;

/// <summary>Keys in the order of ECMA-262 §10.1.11: array indices ascending, then the others as they were added.</summary>
internal sealed class PropertyMap
{
    private readonly OrderedDictionary<string, Value> _members = new(StringComparer.Ordinal);
    private bool _inOrder = true;
    private long _lastIndex = -1;
    private KeyValuePair<string, Value>[]? _ordered;

    /// <summary>The properties in order; to be read when all are set.</summary>
    public KeyValuePair<string, Value>[] Entries => _ordered ??= Order();

    public bool TryGet(string name, out Value value) => _members.TryGetValue(name, out value);

    public PropertyMap Set(string name, Value value)
    {
        if (_members.TryAdd(name, value))
            NoteOrder(name);
        else
            _members[name] = value;
        return this;
    }

    /// <summary>Whether a key is the canonical text of an integer from 0 to 2³² − 2.</summary>
    public static bool IsIndex(string name, out uint index)
    {
        index = 0;
        return name.Length is > 0 and <= 10
            && char.IsAsciiDigit(name[0])
            && (name[0] != '0' || name.Length == 1)
            && uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && index != uint.MaxValue;
    }

    private void NoteOrder(string name)
    {
        if (!IsIndex(name, out var index))
        {
            _lastIndex = long.MaxValue;
            return;
        }
        _inOrder &= index > _lastIndex;
        _lastIndex = Math.Max(_lastIndex, index);
    }

    private KeyValuePair<string, Value>[] Order()
    {
        if (_inOrder)
            return [.. _members];
        return [.. _members.OrderBy(member => IsIndex(member.Key, out var index) ? index : long.MaxValue)];
    }
}
