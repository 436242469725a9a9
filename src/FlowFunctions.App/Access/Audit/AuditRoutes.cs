using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Who has done what.</summary>
internal static class AuditRoutes
{
    public static IServiceCollection AddAudit(this IServiceCollection services, AppSettings settings) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, AuditJson.Default)
            )
            .AddSingleton(settings.Audit)
            .AddSingleton<AuditStore>()
            .AddSingleton<AuditShipping>()
            .AddSingleton<AuditKeeper>()
            .AddSingleton<AuditLog>()
            .AddHostedService<AuditService>()
            .AddHostedService<AuditCleaning>()
            .AddSingleton<RefusalLimit>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<ReadAudit>();

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Access").Requires(Permission.ReadAudit);
        audit
            .MapGet(
                "",
                static (HttpContext context, ReadAudit read, [AsParameters] AuditFilter filter) =>
                    read.ListAsync(context, filter)
            )
            .WithSummary("Who has done what in the workspace, newest first.")
            .Produces<AuditListResource>()
            .ProducesProblems(400);
        audit
            .MapGet(
                "/export",
                static (HttpContext context, ReadAudit read, string? from, string? to) =>
                    read.ExportAsync(context, from, to)
            )
            .WithSummary(
                "All of it, or of a span of time, as lines of JSON, oldest first, with the hashes of the chains."
            )
            .Produces<AuditEntry>(contentType: "application/x-ndjson")
            .ProducesProblems(400);
        audit
            .MapGet(
                "/check",
                static (HttpContext context, ReadAudit read, string? from, string? to) =>
                    read.CheckAsync(context, from, to)
            )
            .WithSummary("Whether entries were changed or taken out since they were written.")
            .Produces<AuditCheckResource>()
            .ProducesProblems(400);
    }
}
