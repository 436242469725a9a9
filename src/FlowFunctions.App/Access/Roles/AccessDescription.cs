using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace FlowFunctions.App.Access.Roles;

/// <summary>Says in the API's description what each operation takes.</summary>
internal static class AccessDescription
{
    /// <summary>The member of an operation that names its permission.</summary>
    public const string Member = "x-permission";

    /// <summary>Adds it.</summary>
    public static void Add(OpenApiOperation operation, ApiDescription description)
    {
        var rule = description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().LastOrDefault();
        if (rule?.Permission is { } permission)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions[Member] = new JsonNodeExtension(JsonValue.Create(Permissions.NameOf(permission)));
        }
    }
}
