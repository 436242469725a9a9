using FlowFunctions.App.Access.ApiKeys;
using FlowFunctions.App.Access.Me;
using FlowFunctions.App.Access.Members;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Access;

/// <summary>Who one is, who the members are, and keys of programs.</summary>
internal static class AccessRoutes
{
    private const string Json = "application/json";

    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        var access = api.MapGroup("").WithTags("Access");
        access
            .MapGet("/sign-in", static (AccessSettings settings) => GetSignIn.Handle(settings))
            .OpenTo("everybody: how to sign in, which holds no data and no secret")
            .ExcludeFromDescription();
        access
            .MapGet("/me", static (HttpContext context, string? flow) => GetMe.Handle(context, flow))
            .Requires(Permission.ReadMe)
            .WithSummary("Who calls, and what they may do: in the whole workspace, or with '?flow=' to one flow.")
            .Produces<MeResource>();
        MapMembers(access.MapGroup("/members").Requires(Permission.ManageAccess));
        MapKeys(access.MapGroup("/api-keys").Requires(Permission.ManageAccess));
    }

    private static void MapMembers(RouteGroupBuilder members)
    {
        members
            .MapGet("", static (HttpContext context, ListMembers list) => list.HandleAsync(context))
            .WithSummary("Who was given a role in the workspace; roles that tokens bring are not among them.")
            .Produces<MemberListResource>();
        members
            .MapPut("/{id}", static (string id, HttpContext context, PutMember put) => put.HandleAsync(id, context))
            .Requires(Permission.ManageAccess, "member.write")
            .WithSummary("Gives somebody a role in the workspace, for all flows or some.")
            .TakesBody(Json)
            .Produces<MemberResource>()
            .ProducesProblems(400, 413);
        members
            .MapDelete(
                "/{id}",
                static (string id, HttpContext context, DeleteMember delete) => delete.HandleAsync(id, context)
            )
            .Requires(Permission.ManageAccess, "member.delete")
            .WithSummary("Takes somebody's role in the workspace away.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapGet("", static (HttpContext context, ListApiKeys list) => list.HandleAsync(context))
            .WithSummary("The keys of programs in the workspace, without the keys themselves.")
            .Produces<ApiKeyListResource>();
        keys.MapPost("", static (HttpContext context, CreateApiKey create) => create.HandleAsync(context))
            .Requires(Permission.ManageAccess, "apiKey.create")
            .WithSummary("Makes a key with a role in the workspace. It is shown this once.")
            .TakesBody(Json)
            .Produces<ApiKeyResource>(StatusCodes.Status201Created)
            .ProducesProblems(400, 413);
        keys.MapDelete(
                "/{id}",
                static (string id, HttpContext context, DeleteApiKey delete) => delete.HandleAsync(id, context)
            )
            .Requires(Permission.ManageAccess, "apiKey.delete")
            .WithSummary("Revokes a key.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
    }
}
