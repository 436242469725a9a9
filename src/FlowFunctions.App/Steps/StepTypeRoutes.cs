using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Steps;

/// <summary>What steps can be made of, and trying one.</summary>
internal static class StepTypeRoutes
{
    public static IServiceCollection AddStepTypes(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, StepTypeJson.Default)
            )
            .AddSingleton<ListStepTypes>()
            .AddSingleton<StepTestPlan>()
            .AddSingleton<TestStep>();

    public static void MapStepTypes(this IEndpointRouteBuilder api)
    {
        var types = api.MapGroup("/step-types").WithTags("Steps");
        types
            .MapGet("", static (ListStepTypes list) => list.Handle())
            .RequiresSome(Permission.ReadFlows)
            .WithSummary("The step types that flows can use, with the schemas of their configuration and output.")
            .Produces<StepTypeListResource>();
        types
            .MapPost(
                "/{id}/test",
                static (string id, HttpContext context, TestStep test) => test.HandleAsync(id, context)
            )
            .Requires(Permission.TestSteps, "step.test")
            .WithSummary(
                "Carries one step out, for real, and answers with its output or error; as server-sent events with its log, too, line by line."
            )
            .TakesBody("application/json")
            .Produces<StepTestResource>()
            .ProducesProblems(400, 404, 413);
    }
}
