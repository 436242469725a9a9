using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Flows.Drafts;
using FlowFunctions.App.Flows.Versions;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Flows;

/// <summary>Flows on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcTimeConverter)],
    MaxDepth = 512
)]
[JsonSerializable(typeof(FlowResource))]
[JsonSerializable(typeof(FlowListResource))]
[JsonSerializable(typeof(VersionResource))]
[JsonSerializable(typeof(VersionListResource))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(DiffResource))]
[JsonSerializable(typeof(DraftResource))]
[JsonSerializable(typeof(ValidationResource))]
internal sealed partial class FlowJson : JsonSerializerContext
{
    private static FlowJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!, statusCode: status);
}
