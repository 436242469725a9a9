using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Files;

/// <summary>Files on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(FileResource))]
[JsonSerializable(typeof(FileListResource))]
internal sealed partial class FileJson : JsonSerializerContext
{
    private static FileJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!, statusCode: status);
}
