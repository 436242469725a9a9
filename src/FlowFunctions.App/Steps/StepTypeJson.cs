using System.Text.Json.Serialization;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Steps;

/// <summary>Step types on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    MaxDepth = 512
)]
[JsonSerializable(typeof(StepTypeListResource))]
[JsonSerializable(typeof(StepTestBody))]
[JsonSerializable(typeof(StepTestResource))]
[JsonSerializable(typeof(StepTestLine))]
internal sealed partial class StepTypeJson : JsonSerializerContext
{
    /// <summary>For answers.</summary>
    public static StepTypeJson Wire => field ??= new(WireJson.Answers(Default.Options));
}
