using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary>Which secret a request is about.</summary>
/// <param name="Scope">Whose.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct SecretPlace(SecretScope Scope, SecretName Name)
{
    /// <summary>Reads the place.</summary>
    /// <exception cref="ProblemException">400: the name or the environment is none.</exception>
    public static SecretPlace Of(HttpContext context, AppSettings settings, string name, string? environment) =>
        SecretName.TryParse(name, out var parsed)
            ? new(ScopeOf(context, settings, environment), parsed)
            : throw Invalid($"'{name}' is no name of a secret.");

    /// <summary>Reads whose secrets they are.</summary>
    /// <exception cref="ProblemException">400: the environment is none.</exception>
    public static SecretScope ScopeOf(HttpContext context, AppSettings settings, string? environment) =>
        string.IsNullOrEmpty(environment) || SecretSettings.IsEnvironment(environment)
            ? new(Workspace.Of(context), string.IsNullOrEmpty(environment) ? settings.Secrets.Environment : environment)
            : throw Invalid($"'{environment}' is no environment.");

    private static ProblemException Invalid(string what) =>
        new(
            Problem.BadRequest(
                $"{what} It begins with a letter, and up to {SecretName.MaxLength - 1} letters, digits, '-' and '_' follow.",
                "Secret.NameInvalid"
            )
        );
}
