using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>Reads instances as the management API answers them.</summary>
internal static class InstanceJson
{
    /// <exception cref="JsonException">The answer has another form.</exception>
    public static InstanceState Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("An instance is a JSON object.");
        }

        var status = Status(Text(root, "runtimeStatus"));
        return new()
        {
            InstanceId = Text(root, "instanceId"),
            Name = Text(root, "name"),
            Status = status,
            CreatedAt = Time(root, "createdTime"),
            LastUpdatedAt = Time(root, "lastUpdatedTime"),
            CustomStatus = Json(root, "customStatus")?.GetRawText(),
            Output = Output(root, status),
        };
    }

    // What a backend says of a failed instance is no JSON; the API makes a JSON string of it.
    private static string? Output(JsonElement root, InstanceStatus status) =>
        Json(root, "output") is not { } output ? null
        : status == InstanceStatus.Failed && output.ValueKind == JsonValueKind.String ? output.GetString()
        : output.GetRawText();

    private static JsonElement? Json(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Text(JsonElement root, string name) =>
        Json(root, name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new JsonException($"An instance has no {name}.");

    private static DateTimeOffset Time(JsonElement root, string name) =>
        DateTimeOffset.TryParse(
            Text(root, name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : throw new JsonException($"An instance's {name} is no time.");

    private static InstanceStatus Status(string name) =>
        Enum.TryParse<InstanceStatus>(name, out var status) && Enum.IsDefined(status)
            ? status
            : throw new JsonException("An instance's runtimeStatus is not known.");
}
