using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace FlowFunctions.App.Access.Roles;

/// <summary>Says in the API's description what each operation takes.</summary>
internal static class AccessDescription
{
    /// <summary>The member of an operation that names its permission.</summary>
    public const string Member = "x-permission";

    /// <summary>The member of an operation that says what the audit log calls it.</summary>
    public const string Action = "x-audit";

    /// <summary>Adds them.</summary>
    public static void Add(OpenApiOperation operation, ApiDescription description)
    {
        var rule = description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().LastOrDefault();
        Add(operation, Member, rule?.Permission is { } permission ? Permissions.NameOf(permission) : null);
        Add(operation, Action, rule?.Action);
    }

    private static void Add(OpenApiOperation operation, string name, string? value)
    {
        if (value is not null)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions[name] = new JsonNodeExtension(JsonValue.Create(value));
        }
    }
}
