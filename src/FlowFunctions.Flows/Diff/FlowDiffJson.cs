using System.Text.Json.Serialization;

namespace FlowFunctions.Flows.Diff;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(FlowDiff))]
internal sealed partial class FlowDiffJson : JsonSerializerContext;
