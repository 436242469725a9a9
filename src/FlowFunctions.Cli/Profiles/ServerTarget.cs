using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Profiles;

/// <summary>Where a command works.</summary>
/// <param name="Address">The server.</param>
/// <param name="Workspace">The workspace; null for the server's choice.</param>
internal sealed partial record ServerTarget(Uri Address, string? Workspace)
{
    /// <summary>A workspace's name, as servers take it.</summary>
    /// <exception cref="InvalidUseException">It is none.</exception>
    public static string? Checked(string? workspace) =>
        workspace is null || Name().IsMatch(workspace)
            ? workspace
            : throw new InvalidUseException(
                $"'{workspace}' is no name of a workspace. 'flow whoami' lists those that you have a role in."
            );

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
