using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.CustomHandler;

/// <summary>
/// A call of the Azure Functions host to its custom handler: <c>{"Data":{binding: value},"Metadata":{name: value}}</c>. Strings are JSON
/// text in JSON strings, so that a text is encoded twice (learn.microsoft.com/azure/azure-functions/functions-custom-handlers).
/// </summary>
/// <remarks>It works in the memory of the body, so that a history of a hundred megabytes is there once. Not for several threads at a time.</remarks>
public sealed class HostInvocation
{
    /// <summary>Values of users may be nested deeper than programs nest them.</summary>
    private const int MaxDepth = 1000;

    internal static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly Dictionary<string, HostValue> _data = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostValue> _metadata = new(StringComparer.Ordinal);

    private HostInvocation() { }

    /// <summary>Reads a call.</summary>
    /// <param name="body">The whole body of the request. It belongs to the invocation from now on, which overwrites it.</param>
    /// <exception cref="InvalidDataException">It is no call of a Functions host; the message says why.</exception>
    public static HostInvocation Read(Memory<byte> body)
    {
        try
        {
            var invocation = new HostInvocation();
            invocation.ReadBody(body);
            return invocation;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The host's call is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>What a binding brings, as bytes that came in base64; valid as long as the body is.</summary>
    /// <exception cref="InvalidDataException">It is not there, or is something else.</exception>
    public ReadOnlyMemory<byte> Bytes(string binding) =>
        Read(_data, "Data", binding, static value => value.ReadBytes());

    /// <summary>What a binding brings, as text: of a string what it says, of another value its JSON; null for null.</summary>
    /// <exception cref="InvalidDataException">It is not there, or cannot be read.</exception>
    public string? Text(string binding) => Read(_data, "Data", binding, static value => value.ReadText());

    /// <summary>What a binding brings, as JSON (UTF-8); valid as long as the body is.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public ReadOnlyMemory<byte> Json(string binding) => Read(_data, "Data", binding, static value => value.Json);

    /// <summary>What the host tells of the trigger, as text; null when it is not there.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public string? Metadata(string name) =>
        _metadata.ContainsKey(name) ? Read(_metadata, "Metadata", name, static value => value.ReadText()) : null;

    private static T Read<T>(Dictionary<string, HostValue> values, string member, string name, Func<HostValue, T> read)
    {
        if (!values.TryGetValue(name, out var value))
        {
            throw new InvalidDataException($"The host's call has no '{name}' in '{member}'.");
        }

        try
        {
            return read(value);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"'{name}' in '{member}' of the host's call cannot be read: {exception.Message}",
                exception
            );
        }
    }

    private void ReadBody(Memory<byte> body)
    {
        var reader = new CallReader(body, Options);
        if (!reader.TryBeginObject())
        {
            throw new InvalidDataException("The host's call is no JSON object.");
        }

        while (reader.TryReadName(out var name))
        {
            if (name is "Data" or "Metadata" && reader.TryBeginObject())
            {
                ReadValues(ref reader, name == "Data" ? _data : _metadata);
            }
            else
            {
                reader.ReadValue();
            }
        }

        reader.End();
    }

    private static void ReadValues(ref CallReader reader, Dictionary<string, HostValue> values)
    {
        while (reader.TryReadName(out var name))
        {
            values[name] = reader.ReadValue();
        }
    }
}
