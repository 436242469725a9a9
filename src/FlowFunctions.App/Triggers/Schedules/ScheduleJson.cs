using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Schedules on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(ScheduleResource))]
[JsonSerializable(typeof(ScheduleListResource))]
[JsonSerializable(typeof(UpcomingResource))]
[JsonSerializable(typeof(BackfillResource))]
internal sealed partial class ScheduleJson : JsonSerializerContext
{
    private static ScheduleJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!);
}
