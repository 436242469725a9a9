using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Access.ApiKeys;
using FlowFunctions.App.Access.Me;
using FlowFunctions.App.Access.Members;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Access;

/// <summary>Callers, members and keys on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(SignInResource))]
[JsonSerializable(typeof(MeResource))]
[JsonSerializable(typeof(MemberResource))]
[JsonSerializable(typeof(MemberListResource))]
[JsonSerializable(typeof(ApiKeyResource))]
[JsonSerializable(typeof(ApiKeyListResource))]
internal sealed partial class AccessJson : JsonSerializerContext
{
    private static AccessJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!, statusCode: status);
}
