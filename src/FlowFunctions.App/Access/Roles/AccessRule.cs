namespace FlowFunctions.App.Access.Roles;

/// <summary>What a route takes; each route has one, or the app does not start.</summary>
/// <param name="Permission">The permission; null for a route that is open.</param>
/// <param name="Why">Why it is open, or null.</param>
internal sealed record AccessRule(Permission? Permission, string? Why = null)
{
    /// <summary>What the audit log calls what the route does; null for a route that changes nothing.</summary>
    public string? Action { get; init; }

    /// <summary>Whether the route changes nothing though its method is one that may.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Whether the route itself leaves out what its caller's role is not for.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>Whether an open route counts how often an address asks.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Whether the answer may go on for ever, so that its caller is asked again and again.</summary>
    public bool IsLong { get; init; }
}
