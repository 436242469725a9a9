namespace FlowFunctions.App.Access.Roles;

/// <summary>Says at routes what they take.</summary>
internal static class RouteRules
{
    /// <summary>The caller needs a permission. The rule next to the route counts, so a group's rule is the default of its routes.</summary>
    public static T Requires<T>(this T route, Permission permission)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(permission));

    /// <summary>The caller needs a permission, as long as the answer goes on.</summary>
    public static T RequiresAllAlong<T>(this T route, Permission permission)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(permission) { IsLong = true });

    /// <summary>The caller needs a permission for something; the route leaves out of its answer what they have it not for.</summary>
    public static T RequiresSome<T>(this T route, Permission permission)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(permission) { IsFiltered = true });

    /// <summary>Anybody may call: no data of a tenant, or the route has a proof of its own.</summary>
    public static T OpenTo<T>(this T route, string why)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(null, why));

    /// <summary>Anybody may call who has a proof that only the route knows to check, so often from each address.</summary>
    public static T OpenToProven<T>(this T route, string why)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(null, why) { IsCounted = true });

    /// <summary>Looks for routes that say nothing.</summary>
    /// <exception cref="InvalidOperationException">There are some.</exception>
    public static void CheckRules(this IEndpointRouteBuilder routes)
    {
        var silent = routes
            .DataSources.SelectMany(static source => source.Endpoints)
            .Where(static endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null)
            .Select(static endpoint => endpoint.DisplayName)
            .ToList();
        if (silent.Count > 0)
        {
            throw new InvalidOperationException(
                $"These routes do not say who may call them; give each .Requires(Permission.…): {string.Join("; ", silent)}"
            );
        }
    }
}
