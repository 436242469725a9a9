using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Poison;

/// <summary>A message that could not be used, as callers see it.</summary>
/// <param name="Id">Its id in the poison queue.</param>
internal sealed record PoisonResource(string Id)
{
    /// <summary>Its id in the queue that it came from.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why it could not be used: what programs read.</summary>
    public string? Code { get; init; }

    /// <summary>Why it could not be used, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it was tried.</summary>
    public int? Tries { get; init; }

    /// <summary>When its queue took it.</summary>
    public DateTimeOffset? InsertedAt { get; init; }

    /// <summary>When it was given up.</summary>
    public DateTimeOffset? PoisonedAt { get; init; }

    /// <summary>Its text; of one that others have put into the poison queue all of it.</summary>
    public string? Body { get; init; }

    /// <summary>The blob that holds its text when that is too large to be shown.</summary>
    public string? BodyBlob { get; init; }

    /// <summary>Reads a message; one that the app has not written is shown as it is.</summary>
    public static PoisonResource Of(PoisonMessage message)
    {
        try
        {
            return
                JsonSerializer.Deserialize(message.Text, PoisonJson.Default.PoisonResource) is { Code: not null } letter
                ? letter with
                {
                    Id = message.Id,
                }
                : new PoisonResource(message.Id) { Body = message.Text };
        }
        catch (JsonException)
        {
            return new PoisonResource(message.Id) { Body = message.Text };
        }
    }
}

/// <summary>The messages of a trigger that could not be used.</summary>
/// <param name="Count">About how many there are.</param>
/// <param name="Items">The first ones.</param>
internal sealed record PoisonListResource(int Count, IReadOnlyList<PoisonResource> Items);

/// <summary>What became of messages that could not be used.</summary>
/// <param name="Done">How many were put back or deleted.</param>
/// <param name="Count">About how many are left.</param>
internal sealed record PoisonDoneResource(int Done, int Count);

/// <summary>Messages that could not be used on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(PoisonListResource))]
[JsonSerializable(typeof(PoisonDoneResource))]
internal sealed partial class PoisonJson : JsonSerializerContext
{
    private static PoisonJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!);
}
