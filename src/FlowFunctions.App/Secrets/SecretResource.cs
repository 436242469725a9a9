using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Requests;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary>A secret as callers see it: everything but its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Environment">The environment that it is for.</param>
/// <param name="Source">Where its value is: <c>vault</c>, or <c>settings</c>, which only whoever runs the app can change.</param>
/// <param name="Version">Its version, as the vault names it; lists may leave it out.</param>
/// <param name="CreatedAt">When its first version was written.</param>
/// <param name="UpdatedAt">When this version was written.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="PurgeAt">Until when it can be recovered.</param>
internal sealed record SecretResource(
    string Name,
    string Environment,
    string Source,
    string? Version = null,
    DateTimeOffset? CreatedAt = null,
    DateTimeOffset? UpdatedAt = null,
    DateTimeOffset? DeletedAt = null,
    DateTimeOffset? PurgeAt = null
)
{
    /// <summary>A secret of the vault.</summary>
    public static SecretResource Of(SecretScope scope, SecretInfo info) =>
        new(
            info.Name.Value,
            scope.Environment,
            "vault",
            info.Version.Length == 0 ? null : info.Version,
            info.CreatedAt,
            info.UpdatedAt,
            info.DeletedAt,
            info.PurgeAt
        );

    /// <summary>A secret of the settings.</summary>
    public static SecretResource OfSetting(SecretScope scope, string name) => new(name, scope.Environment, "settings");
}

/// <summary>A page of secrets.</summary>
/// <param name="Items">The secrets by name.</param>
/// <param name="Continuation">What the next page is asked for with; none after the last one.</param>
internal sealed record SecretListResource(IReadOnlyList<SecretResource> Items, string? Continuation);

/// <summary>Secrets on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(SecretResource))]
[JsonSerializable(typeof(SecretListResource))]
internal sealed partial class SecretJson : JsonSerializerContext
{
    private static SecretJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!, statusCode: status);
}
