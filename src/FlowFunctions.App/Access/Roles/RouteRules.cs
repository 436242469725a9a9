namespace FlowFunctions.App.Access.Roles;

/// <summary>Says at routes what they take.</summary>
internal static class RouteRules
{
    /// <summary>The caller needs a permission. The rule next to the route counts, so a group's rule is the default of its routes.</summary>
    /// <param name="route">The route.</param>
    /// <param name="permission">The permission.</param>
    /// <param name="action">What the audit log calls it, such as <c>flow.publish</c>; null for a route that changes nothing.</param>
    public static T Requires<T>(this T route, Permission permission, string? action = null)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(permission) { Action = action });

    /// <summary>The caller needs a permission, as long as the answer goes on.</summary>
    public static T RequiresAllAlong<T>(this T route, Permission permission)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(permission) { IsLong = true });

    /// <summary>The caller needs a permission for something; the route leaves out of its answer what they have it not for.</summary>
    /// <param name="route">The route.</param>
    /// <param name="permission">The permission.</param>
    /// <param name="changesNothing">Whether it takes a body and yet changes nothing, so that there is nothing to record.</param>
    public static T RequiresSome<T>(this T route, Permission permission, bool changesNothing = false)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new AccessRule(permission) { IsFiltered = true, ChangesNothing = changesNothing });

    /// <summary>Anybody may call: no data of a tenant, or the route has a proof of its own.</summary>
    public static T OpenTo<T>(this T route, string why)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(null, why));

    /// <summary>Anybody may call who has a proof that only the route knows to check, so often from each address.</summary>
    public static T OpenToProven<T>(this T route, string why, string? action = null)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new AccessRule(null, why) { IsCounted = true, Action = action });

    /// <summary>Looks for routes that do not say who may call them, or that may change something and do not say what.</summary>
    /// <exception cref="InvalidOperationException">There are some.</exception>
    public static void CheckRules(this IEndpointRouteBuilder routes)
    {
        Endpoint[] all = [.. routes.DataSources.SelectMany(static source => source.Endpoints)];
        Refuse(
            all.Where(static endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null),
            "These routes do not say who may call them; give each .Requires(Permission.…)"
        );
        Refuse(
            all.Where(IsUnrecorded),
            "These routes do not say what the audit log calls them; give each .Requires(Permission.…, \"thing.verb\")"
        );
    }

    private static bool IsUnrecorded(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<AccessRule>() is { Permission: not null, Action: null, ChangesNothing: false }
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.All(IsReading) == false;

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static void Refuse(IEnumerable<Endpoint> silent, string why)
    {
        var names = string.Join("; ", silent.Select(static endpoint => endpoint.DisplayName));
        if (names.Length > 0)
        {
            throw new InvalidOperationException($"{why}: {names}");
        }
    }
}
