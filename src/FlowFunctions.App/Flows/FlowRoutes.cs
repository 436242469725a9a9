using System.Text.Json;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Flows.Archives;
using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Flows.Drafts;
using FlowFunctions.App.Flows.Versions;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary>Saving, finding and publishing flows.</summary>
internal static class FlowRoutes
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Zip = "application/zip";
    private const string SchemaType = "application/schema+json";

    public static IServiceCollection AddFlows(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, FlowJson.Default)
            )
            .AddStores()
            .AddSingleton<IStepCatalog>(static provider => provider.GetRequiredService<StepTypes>())
            .AddSingleton(static provider => new FlowCompiler(provider.GetRequiredService<IStepCatalog>()))
            .AddSingleton<LostPlans>()
            .AddSingleton<FlowCatalog>()
            .AddSingleton<IFlowCatalog>(static provider => provider.GetRequiredService<FlowCatalog>())
            .AddSingleton<FlowFolders>()
            .AddSingleton<FlowDocuments>()
            .AddSingleton<FlowReader>()
            .AddSingleton<FlowChanges>()
            .AddSingleton<FlowWriter>()
            .AddSingleton<FlowFiles>()
            .AddSingleton<ListFlows>()
            .AddSingleton<GetFlow>()
            .AddSingleton<CreateFlow>()
            .AddSingleton<PutFlow>()
            .AddSingleton<DeleteFlow>()
            .AddSingleton<ValidateFlow>()
            .AddSingleton<ListVersions>()
            .AddSingleton<GetVersion>()
            .AddSingleton<DiffFlow>()
            .AddSingleton<PublishFlow>()
            .AddSingleton<RollbackFlow>()
            .AddSingleton<DraftAnswers>()
            .AddSingleton<GetDraft>()
            .AddSingleton<PutDraft>()
            .AddSingleton<DeleteDraft>()
            .AddSingleton<ExportFlow>()
            .AddSingleton<ImportFlow>();

    public static void MapFlows(this IEndpointRouteBuilder api)
    {
        var flows = api.MapGroup("/flows").WithTags("Flows");
        MapDocuments(flows);
        MapFlow(flows.MapGroup("/{id}"));
        MapVersions(flows.MapGroup("/{id}"));
        MapDrafts(flows.MapGroup("/{id}/draft"));
        MapArchives(flows);
        api.MapGet("/flow-schema", static () => TypedResults.Text(FlowSchema.Document.GetRawText(), SchemaType))
            .RequiresSome(Permission.ReadFlows)
            .WithTags("Flows")
            .WithSummary("The JSON Schema that flow documents are checked with.")
            .Produces<JsonElement>(contentType: SchemaType);
    }

    private static IServiceCollection AddStores(this IServiceCollection services) =>
        services
            .AddSingleton(static provider =>
            {
                var account = provider.GetRequiredService<StorageAccount>();
                return new FlowStore(
                    account.Tables.GetTableClient(StorageLayout.Flows),
                    account.Blobs.GetBlobContainerClient(StorageLayout.FlowDocuments),
                    provider.GetRequiredService<TimeProvider>()
                );
            })
            .AddSingleton(static provider =>
            {
                var account = provider.GetRequiredService<StorageAccount>();
                return new DraftStore(
                    account.Tables.GetTableClient(StorageLayout.Flows),
                    account.Blobs.GetBlobContainerClient(StorageLayout.FlowDocuments),
                    provider.GetRequiredService<TimeProvider>()
                );
            })
            .AddSingleton(static provider => new FileStore(
                provider.GetRequiredService<StorageAccount>().Blobs.GetBlobContainerClient(StorageLayout.Files),
                provider.GetRequiredService<TimeProvider>()
            ));

    private static void MapDocuments(RouteGroupBuilder flows)
    {
        flows
            .MapGet(
                "",
                static (HttpContext context, ListFlows list, string? q, int? limit, string? continuation) =>
                    list.HandleAsync(context, q, limit, continuation)
            )
            .RequiresSome(Permission.ReadFlows)
            .WithSummary("Lists flows by id; 'q' is a part of the id or the name.")
            .Produces<FlowListResource>()
            .ProducesProblems(400);
        flows
            .MapPost(
                "",
                static (HttpContext context, CreateFlow create, [AsParameters] FlowOptions options) =>
                    create.HandleAsync(context, options)
            )
            .Requires(Permission.WriteFlows, "flow.create")
            .WithSummary("Saves a new flow; with 'publish' runs can start with it.")
            .TakesBody(Json, Yaml)
            .Produces<FlowResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 409, 413, 415);
        flows
            .MapPost("/validate", static (HttpContext context, ValidateFlow validate) => validate.HandleAsync(context))
            .RequiresSome(Permission.WriteFlows, changesNothing: true)
            .WithSummary("Tells everything that is wrong with a flow, without saving it.")
            .TakesBody(Json, Yaml)
            .Produces<ValidationResource>()
            .ProducesProblems(400, 413, 415);
    }

    private static void MapFlow(RouteGroupBuilder flow)
    {
        flow.MapGet("", static (string id, HttpContext context, GetFlow get) => get.HandleAsync(id, context))
            .Requires(Permission.ReadFlows)
            .WithSummary("A flow with the document of its newest version.")
            .Produces<FlowResource>()
            .ProducesProblems(404);
        flow.MapPut(
                "",
                static (string id, HttpContext context, PutFlow put, [AsParameters] FlowOptions options) =>
                    put.HandleAsync(id, context, options)
            )
            .Requires(Permission.WriteFlows, "flow.save")
            .WithSummary("Saves the next version of a flow, or a new flow. The same content makes no new version.")
            .TakesBody(Json, Yaml)
            .Produces<FlowResource>()
            .Produces<FlowResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 412, 413, 415, 428);
        flow.MapDelete(
                "",
                static (string id, HttpContext context, DeleteFlow delete) => delete.HandleAsync(id, context)
            )
            .Requires(Permission.WriteFlows, "flow.delete")
            .WithSummary("Deletes a flow with its versions and its draft. Its ended runs stay.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404, 409, 412);
    }

    private static void MapVersions(RouteGroupBuilder flow)
    {
        flow.MapGet(
                "/versions",
                static (string id, HttpContext context, ListVersions list, int? limit, string? continuation) =>
                    list.HandleAsync(id, context, limit, continuation)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("The versions of a flow, newest first.")
            .Produces<VersionListResource>()
            .ProducesProblems(400, 404);
        flow.MapGet(
                "/versions/{version:int}",
                static (string id, int version, HttpContext context, GetVersion get) =>
                    get.HandleAsync(id, version, context)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("A version with its document.")
            .Produces<VersionResource>()
            .ProducesProblems(404);
        flow.MapGet(
                "/diff",
                static (string id, HttpContext context, DiffFlow diff, string? from, string? to) =>
                    diff.HandleAsync(id, context, from, to)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("What differs between two versions, or between a version and the draft.")
            .Produces<DiffResource>()
            .ProducesProblems(400, 404);
        flow.MapPost(
                "/publish",
                static (string id, HttpContext context, PublishFlow publish) => publish.HandleAsync(id, context)
            )
            .Requires(Permission.WriteFlows, "flow.publish")
            .WithSummary("Lets runs start with a version; without one, the draft becomes a new version first.")
            .TakesBody(Json)
            .Produces<FlowResource>()
            .ProducesProblems(400, 404, 409, 412);
        flow.MapPost(
                "/rollback",
                static (string id, HttpContext context, RollbackFlow rollback) => rollback.HandleAsync(id, context)
            )
            .Requires(Permission.WriteFlows, "flow.rollback")
            .WithSummary("Makes an old version the newest one and lets runs start with it.")
            .TakesBody(Json)
            .Produces<FlowResource>()
            .ProducesProblems(400, 404, 412);
    }

    private static void MapDrafts(RouteGroupBuilder draft)
    {
        draft
            .MapGet("", static (string id, HttpContext context, GetDraft get) => get.HandleAsync(id, context))
            .Requires(Permission.ReadFlows)
            .WithSummary("The draft of a flow and what is wrong with it; nothing when there is none.")
            .Produces<DraftResource>()
            .Produces(StatusCodes.Status204NoContent);
        draft
            .MapPut(
                "",
                static (string id, HttpContext context, PutDraft put, int? baseVersion) =>
                    put.HandleAsync(id, context, baseVersion)
            )
            .Requires(Permission.WriteFlows, "flow.draft.save")
            .WithSummary("Saves any object as the draft and tells what is wrong with it.")
            .TakesBody(Json, Yaml)
            .Produces<DraftResource>()
            .Produces<DraftResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 412, 413, 415, 428);
        draft
            .MapDelete(
                "",
                static (string id, HttpContext context, DeleteDraft delete) => delete.HandleAsync(id, context)
            )
            .Requires(Permission.WriteFlows, "flow.draft.delete")
            .WithSummary("Drops the draft.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404, 412);
    }

    private static void MapArchives(RouteGroupBuilder flows)
    {
        flows
            .MapPost(
                "/import",
                static (HttpContext context, ImportFlow import, [AsParameters] FlowOptions options) =>
                    import.CreateAsync(context, options)
            )
            .Requires(Permission.WriteFlows, "flow.create")
            .WithSummary("Saves a new flow and its files out of a zip.")
            .TakesBody(Zip)
            .Produces<FlowResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 409, 413, 415, 507);
        flows
            .MapPost(
                "/{id}/import",
                static (string id, HttpContext context, ImportFlow import, [AsParameters] FlowOptions options) =>
                    import.PutAsync(id, context, options)
            )
            .Requires(Permission.WriteFlows, "flow.save")
            .WithSummary("Saves the next version of a flow and its files out of a zip.")
            .TakesBody(Zip)
            .Produces<FlowResource>()
            .Produces<FlowResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 412, 413, 415, 428, 507);
        flows
            .MapGet(
                "/{id}/export",
                static (string id, HttpContext context, ExportFlow export, int? version) =>
                    export.HandleAsync(id, context, version)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("A version of a flow with its files as a zip: flow.json and files/.")
            .Produces(StatusCodes.Status200OK, contentType: Zip)
            .ProducesProblems(404, 409);
    }
}
