using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>
/// A row of a table: two keys and up to 252 properties of the types <see cref="string"/>, <see cref="int"/>, <see cref="long"/>,
/// <see cref="double"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>, <see cref="Guid"/> and <c>byte[]</c> (Table service
/// data model). A property that is null is not stored.
/// </summary>
public sealed class TableEntity : IReadOnlyDictionary<string, object?>
{
    internal const string ETagName = "odata.etag";
    private const string PartitionKeyName = nameof(PartitionKey);
    private const string RowKeyName = nameof(RowKey);
    private readonly Dictionary<string, object?> _properties;

    /// <summary>An entity without keys.</summary>
    public TableEntity()
        : this(0) { }

    /// <summary>An entity with its keys.</summary>
    /// <param name="partitionKey">Up to 1 KiB, without <c>/ \ # ?</c> and control characters.</param>
    /// <param name="rowKey">As the partition key.</param>
    public TableEntity(string partitionKey, string rowKey)
        : this(partitionKey, rowKey, 0) { }

    /// <summary>An entity with its keys and room for so many properties, the keys included.</summary>
    internal TableEntity(string partitionKey, string rowKey, int capacity)
        : this(capacity)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    private TableEntity(int capacity) => _properties = new(capacity, StringComparer.Ordinal);

    /// <summary>The partition; entities of one partition can be written in one transaction.</summary>
    public string? PartitionKey
    {
        get => GetString(PartitionKeyName);
        set => this[PartitionKeyName] = value;
    }

    /// <summary>The key within the partition.</summary>
    public string? RowKey
    {
        get => GetString(RowKeyName);
        set => this[RowKeyName] = value;
    }

    /// <summary>The properties, without an enumerator on the heap.</summary>
    internal Dictionary<string, object?> Properties => _properties;

    /// <summary>When the service last wrote the entity; null unless it was read.</summary>
    public DateTimeOffset? Timestamp => GetDateTimeOffset(nameof(Timestamp));

    /// <summary>The version of the entity that was read; the default unless it was read.</summary>
    public ETag ETag => GetString(ETagName) is { } etag ? new ETag(etag) : default;

    /// <inheritdoc/>
    public int Count => _properties.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _properties.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _properties.Values;

    /// <summary>A property, or null.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="ArgumentException">A value was set that a table cannot hold.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A setter may refuse its value.")]
    public object? this[string key]
    {
        get => _properties.GetValueOrDefault(key);
        set => _properties[key] = Storable(key, value);
    }

    /// <summary>Adds a property.</summary>
    /// <param name="key">The property's name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">There is such a property, or a table cannot hold the value.</exception>
    public void Add(string key, object? value) => _properties.Add(key, Storable(key, value));

    /// <summary>Removes a property.</summary>
    /// <param name="key">The property's name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key) => _properties.Remove(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out object? value) => _properties.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A text, or null.</summary>
    /// <param name="key">The property's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public string? GetString(string key) => Get<string>(key);

    /// <summary>A 32-bit number, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public int? GetInt32(string key) => GetValue<int>(key);

    /// <summary>A 64-bit number, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public long? GetInt64(string key) => GetValue<long>(key);

    /// <summary>A floating-point number, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public double? GetDouble(string key) => GetValue<double>(key);

    /// <summary>A truth value, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public bool? GetBoolean(string key) => GetValue<bool>(key);

    /// <summary>A time, in UTC and in steps of 100 ns, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public DateTimeOffset? GetDateTimeOffset(string key) => GetValue<DateTimeOffset>(key);

    /// <summary>A GUID, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public Guid? GetGuid(string key) => GetValue<Guid>(key);

    /// <summary>Bytes, or null.</summary>
    /// <inheritdoc cref="GetString"/>
    public byte[]? GetBinary(string key) => Get<byte[]>(key);

    private T? Get<T>(string key)
        where T : class => this[key] is { } value ? value as T ?? throw Mismatch(key, value, typeof(T)) : null;

    private T? GetValue<T>(string key)
        where T : struct =>
        this[key] is { } value ? (value is T typed ? typed : throw Mismatch(key, value, typeof(T))) : null;

    private static InvalidOperationException Mismatch(string key, object value, Type type) =>
        new($"The property '{key}' is a {value.GetType().Name}, not a {type.Name}.");

    private static object? Storable(string key, object? value) =>
        value is null or string or int or long or double or bool or DateTimeOffset or Guid or byte[]
            ? value
            : throw new ArgumentException(
                $"The property '{key}' is a {value.GetType().Name}, which a table cannot hold; use a String, Int32, Int64, "
                    + "Double, Boolean, DateTimeOffset, Guid or Byte[].",
                nameof(value)
            );
}
