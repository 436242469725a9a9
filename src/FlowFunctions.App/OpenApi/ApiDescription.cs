using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Access.Roles;
using Microsoft.OpenApi;

namespace FlowFunctions.App.OpenApi;

/// <summary>The OpenAPI document of the API.</summary>
internal static class ApiDescription
{
    // The name that a route without one asks for.
    private const string DocumentName = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            DocumentName,
            static options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = static description =>
                    description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
                options.AddOperationTransformer(
                    static (operation, context, _) =>
                    {
                        NameParameters(operation);
                        AccessDescription.Add(operation, context.Description);
                        operation.OperationId ??= IdOf(
                            context.Description.HttpMethod ?? "",
                            context.Description.RelativePath ?? ""
                        );
                        return Task.CompletedTask;
                    }
                );
                options.AddDocumentTransformer(
                    static (document, _, _) =>
                    {
                        document.Info = new OpenApiInfo
                        {
                            Title = "FlowFunctions",
                            Version = "1",
                            Description =
                                "Flows, their versions and their runs. Errors are problem details (RFC 9457) with a code.",
                        };
                        return Task.CompletedTask;
                    }
                );
            }
        );

    /// <summary>Routing reads names in any case and describes those of properties as they are declared; clients write them in camel case.</summary>
    private static void NameParameters(OpenApiOperation operation)
    {
        var query = operation.Parameters?.Where(static parameter => parameter.In == ParameterLocation.Query) ?? [];
        foreach (var parameter in query.OfType<OpenApiParameter>())
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");
        }
    }

    /// <summary>What generated clients call a route: <c>GET api/flows/{id}/draft</c> is <c>getFlowsByIdDraft</c>.</summary>
    private static string IdOf(string method, string path) =>
        string.Concat(
            path.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(static part => part.StartsWith('{') ? $"By-{part.Trim('{', '}', '*')}" : part)
                .SelectMany(static part => part.Split('-'))
                .Select(static word => char.ToUpperInvariant(word[0]) + word[1..])
                .Prepend(method.ToLower(CultureInfo.InvariantCulture))
        );

    public static void MapApiDescription(this IEndpointRouteBuilder api) =>
        api.MapOpenApi("/openapi.json").OpenTo("everybody: what the API is like").ExcludeFromDescription();
}
