using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Poison;

/// <summary>What people ask of messages that could not be used.</summary>
internal static class PoisonRoutes
{
    public static IServiceCollection AddPoison(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, PoisonJson.Default)
            )
            .AddSingleton<PoisonStore>()
            .AddSingleton<PoisonMessages>();

    public static void MapPoison(this IEndpointRouteBuilder api)
    {
        var poison = api.MapGroup("/triggers/{id}/poison").WithTags("Triggers");
        poison
            .MapGet(
                "",
                static (string id, HttpContext context, PoisonMessages messages) => messages.ListAsync(id, context)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary(
                "The first 32 messages of a queue that could not be used, with the reason, and about how many there are."
            )
            .Produces<PoisonListResource>()
            .ProducesProblems(400, 404);
        MapTaking(poison, "", "all messages that could not be used, up to 320 at once");
        MapTaking(poison, "/{messageId}", "a message that could not be used");
    }

    private static void MapTaking(RouteGroupBuilder poison, string place, string what)
    {
        poison
            .MapPost(
                $"{place}/retry",
                static (string id, string? messageId, HttpContext context, PoisonMessages messages) =>
                    messages.RetryAsync(id, messageId, context)
            )
            .Requires(Permission.StartRuns, "trigger.poison.retry")
            .WithSummary($"Puts {what} back into the queue.")
            .Produces<PoisonDoneResource>()
            .ProducesProblems(400, 404, 409);
        poison
            .MapDelete(
                place,
                static (string id, string? messageId, HttpContext context, PoisonMessages messages) =>
                    messages.DeleteAsync(id, messageId, context)
            )
            .Requires(Permission.DeleteRuns, "trigger.poison.delete")
            .WithSummary($"Deletes {what}.")
            .Produces<PoisonDoneResource>()
            .ProducesProblems(400, 404);
    }
}
