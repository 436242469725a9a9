namespace FlowFunctions.App.Problems;

/// <summary>The problems that routes answer with, for the description of the API.</summary>
internal static class ProblemDescriptions
{
    /// <summary>Names the statuses of a route's problems.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<ProblemBody>(status, "application/problem+json");
        }

        return route;
    }
}
