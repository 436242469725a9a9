using System.Text.Json;
using FlowFunctions.Expressions.RegularExpressions;

namespace FlowFunctions.Expressions.Values;

/// <summary>An immutable array: made by the expression, or a JSON array that is unwrapped one level when first read.</summary>
internal sealed class ArrayValue
{
    private Value[]? _items;

    public ArrayValue(Value[] items) => _items = items;

    public ArrayValue(JsonElement source) => Source = source;

    /// <summary>The JSON this array stands for, or <see cref="JsonValueKind.Undefined"/>.</summary>
    public JsonElement Source { get; }

    /// <summary>What a regular expression match adds to its array: <c>index</c>, <c>input</c>, <c>groups</c>.</summary>
    public MatchDetails? Match { get; init; }

    public int Count => _items?.Length ?? Source.GetArrayLength();

    public Value[] Items => _items ??= Unwrap();

    private Value[] Unwrap()
    {
        var items = new Value[Source.GetArrayLength()];
        var i = 0;
        foreach (var element in Source.EnumerateArray())
            items[i++] = Value.From(element);
        return items;
    }
}
