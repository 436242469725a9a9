using Microsoft.OpenApi;

namespace FlowFunctions.App.OpenApi;

/// <summary>
/// The bodies that routes take, for the description only: declared as what a route accepts, routing would answer for other types
/// before the route can say which ones it takes.
/// </summary>
internal static class BodyDescription
{
    /// <summary>Describes a route's body.</summary>
    /// <param name="route">The route.</param>
    /// <param name="mediaTypes">What it may be.</param>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder route, params string[] mediaTypes) =>
        route.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Content = mediaTypes.ToDictionary(
                        static type => type,
                        static type => new OpenApiMediaType { Schema = Schema(type) },
                        StringComparer.Ordinal
                    ),
                };
                return Task.CompletedTask;
            }
        );

    private static OpenApiSchema Schema(string mediaType) =>
        mediaType is "application/zip" or "application/octet-stream"
            ? new() { Type = JsonSchemaType.String, Format = "binary" }
            : new() { Type = JsonSchemaType.Object };
}
