using System.Text.Json.Serialization;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Limits.Values;

/// <summary>Limits on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(LimitResource))]
[JsonSerializable(typeof(LimitListResource))]
internal sealed partial class LimitJson : JsonSerializerContext
{
    /// <summary>As answers are written.</summary>
    public static LimitJson Wire => field ??= new(WireJson.Answers(Default.Options));
}
