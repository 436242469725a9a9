using System.Text.Json;

namespace FlowFunctions.Expressions.Values;

/// <summary>
/// An immutable object with its keys in JavaScript's order. A JSON object is read key by key at first, because most
/// expressions read one or two, and unwrapped one level when more is wanted.
/// </summary>
internal class ObjectValue
{
    private const int KeysReadSingly = 8;

    private Dictionary<string, Value>? _seen;
    private PropertyMap? _properties;

    public ObjectValue(PropertyMap properties) => _properties = properties;

    public ObjectValue(JsonElement source) => Source = source;

    protected ObjectValue() { }

    /// <summary>The JSON this object stands for, or <see cref="JsonValueKind.Undefined"/>.</summary>
    public JsonElement Source { get; }

    public virtual PropertyMap Properties => _properties ??= Unwrap();

    public virtual bool TryGet(string name, out Value value)
    {
        if (_properties is not null || _seen?.Count >= KeysReadSingly)
            return Properties.TryGet(name, out value);
        if (_seen is not null && _seen.TryGetValue(name, out value))
            return true;
        value = default;
        if (!JsonText.TryGetProperty(Source, name, out var element))
            return false;
        value = Value.From(element);
        (_seen ??= new(StringComparer.Ordinal)).Add(name, value);
        return true;
    }

    private PropertyMap Unwrap()
    {
        var properties = new PropertyMap();
        foreach (var property in Source.EnumerateObject())
            properties.Set(JsonText.ReadName(property), Value.From(property.Value));
        foreach (var (name, value) in _seen ?? [])
            properties.Set(name, value);
        return properties;
    }
}
