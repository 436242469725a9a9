using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Files;

/// <summary>Scripts and other files of a workspace.</summary>
internal static class FileRoutes
{
    private const string Bytes = "application/octet-stream";

    public static IServiceCollection AddFiles(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, FileJson.Default)
            )
            .AddSingleton<FileReader>()
            .AddSingleton<FileFlows>()
            .AddSingleton<ListFiles>()
            .AddSingleton<GetFile>()
            .AddSingleton<PutFile>()
            .AddSingleton<DeleteFile>()
            .AddSingleton<ListFileVersions>();

    public static void MapFiles(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/files").WithTags("Files");
        files
            .MapGet(
                "",
                static (HttpContext context, ListFiles list, string? prefix, int? limit, string? continuation) =>
                    list.HandleAsync(context, prefix, limit, continuation)
            )
            .Requires(Permission.ReadFiles)
            .WithSummary("Lists files by path; 'prefix' is what the paths begin with.")
            .Produces<FileListResource>()
            .ProducesProblems(400);
        MapFile(files);
        api.MapGet(
                "/file-versions/{**path}",
                static (string? path, HttpContext context, ListFileVersions list, int? limit, string? continuation) =>
                    list.HandleAsync(path, context, limit, continuation)
            )
            .WithTags("Files")
            .Requires(Permission.ReadFiles)
            .WithSummary("The versions of a file, newest first, also of one that was deleted.")
            .Produces<FileListResource>()
            .ProducesProblems(400, 404);
    }

    private static void MapFile(RouteGroupBuilder files)
    {
        files
            .MapMethods(
                "/{**path}",
                [HttpMethods.Get, HttpMethods.Head],
                static (string? path, HttpContext context, GetFile get, int? version, bool? meta) =>
                    get.HandleAsync(path, context, version, meta)
            )
            .Requires(Permission.ReadFiles)
            .WithSummary("The bytes of a file, or of an old version; with 'meta' what is known about it instead.")
            .Produces(StatusCodes.Status200OK, contentType: Bytes)
            .Produces<FileResource>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems(400, 404);
        files
            .MapPut(
                "/{**path}",
                static (string? path, HttpContext context, PutFile put, [AsParameters] FileOptions options) =>
                    put.HandleAsync(path, context, options)
            )
            .Requires(Permission.WriteFiles, "file.write")
            .WithSummary("Writes a file of at most 5 MB; with 'restore' it gets the content of an old version again.")
            .TakesBody(Bytes)
            .Produces<FileResource>()
            .Produces<FileResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 404, 412, 413, 415, 428, 507);
        files
            .MapDelete(
                "/{**path}",
                static (string? path, HttpContext context, DeleteFile delete, string? message) =>
                    delete.HandleAsync(path, context, message)
            )
            .Requires(Permission.WriteFiles, "file.delete")
            .WithSummary("Deletes a file. Its versions stay, and so does what versions of flows have pinned.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(400, 404, 412);
    }
}
