namespace FlowFunctions.Cli.Server;

/// <summary>What people do at the command line when a server does not let them in.</summary>
internal static class AccessHint
{
    /// <summary>The advice; null where what the server says is enough.</summary>
    /// <param name="problem">What the server says.</param>
    /// <param name="signIn">How one signs in.</param>
    public static string? Of(ServerProblem problem, string? signIn) =>
        problem switch
        {
            { Status: 401 } => signIn,
            { Code: "Access.NoRole" } =>
                "An admin does that with 'flow members set ID ROLE'; --workspace names another workspace.",
            { Code: "Access.NotAllowed" } =>
                "An admin does that with 'flow members set ID ROLE'; 'flow whoami' shows your id and roles.",
            { Code: "Access.ChooseWorkspace" } => "Here that is --workspace NAME, or 'flow profile set' for good.",
            _ => null,
        };
}
