using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>An <c>httpTrigger</c> called <c>req</c> that is not forwarded because the function has other bindings, too.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The address that was called.</param>
internal sealed record HttpTriggerCall(string Function, string Method, string Url) : HandlerCall(Function)
{
    /// <summary>The query; values of one name are joined with commas.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The values of the route; null for what is left out.</summary>
    public IReadOnlyDictionary<string, string?> Route { get; init; } = new Dictionary<string, string?>();

    /// <summary>The body, or null.</summary>
    public string? Body { get; init; }

    /// <summary>A <c>durableClient</c> binding beside it, or null.</summary>
    public DurableClientValue? Client { get; init; }

    /// <inheritdoc />
    protected override void WriteData(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("req");
        writer.WriteString(nameof(Url), Url);
        writer.WriteString(nameof(Method), Method);
        WriteTexts(writer, "Query", Query!);
        WriteHeaders(writer);
        WriteTexts(writer, "Params", Route);
        WriteStranger(writer);
        if (Body is not null)
        {
            writer.WriteString(nameof(Body), Body);
        }

        writer.WriteEndObject();
        if (Client is not null)
        {
            WriteTwice(writer, Client.Name, Client.Json());
        }
    }

    /// <inheritdoc />
    protected override void WriteMetadata(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in Query)
        {
            WriteTwice(writer, name, value);
        }

        foreach (var (name, value) in Route.Where(static part => part.Value is not null))
        {
            WriteTwice(writer, name, value!);
        }

        WriteTexts(writer, "Query", Query!);
        WriteTexts(
            writer,
            "Headers",
            Headers.ToDictionary(static one => one.Key, static one => string.Join(',', one.Value))!
        );
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string?> texts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in texts)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private void WriteHeaders(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(nameof(Headers));
        foreach (var (name, values) in Headers)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Who calls: nobody that the host knows.</summary>
    private static void WriteStranger(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("Identities");
        writer.WriteStartObject();
        writer.WriteNull("AuthenticationType");
        writer.WriteBoolean("IsAuthenticated", false);
        writer.WriteNull("Actor");
        writer.WriteNull("BootstrapContext");
        writer.WriteStartArray("Claims");
        writer.WriteEndArray();
        writer.WriteNull("Label");
        writer.WriteNull("Name");
        writer.WriteString("NameClaimType", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name");
        writer.WriteString("RoleClaimType", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
