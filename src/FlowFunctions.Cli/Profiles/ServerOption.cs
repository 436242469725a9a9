using System.CommandLine;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Credentials;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary>The options <c>--server</c> and <c>--workspace</c> of every command that talks to a server.</summary>
/// <param name="terminal">Where the folder for settings is found.</param>
internal sealed class ServerOption(Terminal terminal)
{
    /// <summary>The server.</summary>
    public Option<string?> Server { get; } =
        new("--server", "-s")
        {
            HelpName = "URL|PROFILE",
            Description =
                $"The server, or the name of a profile (default: the profile in use, else {ServerAddress.Show(ServerAddress.Default)}).",
        };

    /// <summary>The workspace.</summary>
    public Option<string?> Workspace { get; } =
        new("--workspace")
        {
            HelpName = "NAME",
            Description = "The workspace to work in (default: the profile's, else your only one).",
        };

    /// <summary>The server that a command line means, for whoever is signed in there.</summary>
    /// <exception cref="InvalidUseException">It is no address, there is no such profile, or what signs in cannot be used.</exception>
    public FlowServer Connect(ParseResult parsed)
    {
        var target = TargetOf(parsed);
        return new(
            target.Address,
            credential: ServerCredential.Of(target.Address, terminal),
            workspace: target.Workspace
        );
    }

    /// <summary>Where a command line works.</summary>
    /// <exception cref="InvalidUseException">It is no address, or there is no such profile.</exception>
    public ServerTarget TargetOf(ParseResult parsed)
    {
        var target = TargetOf(parsed.GetValue(Server));
        return ServerTarget.Checked(parsed.GetValue(Workspace)) is { } workspace
            ? target with
            {
                Workspace = workspace,
            }
            : target;
    }

    private ServerTarget TargetOf(string? value)
    {
        if (value?.Contains("://", StringComparison.Ordinal) == true)
        {
            return new(ServerAddress.Parse(value), null);
        }

        var file = ProfileFile.Read(terminal);
        var name = value ?? file.Current;
        if (name is null)
        {
            return new(ServerAddress.Default, null);
        }

        return file.Profiles.TryGetValue(name, out var profile)
            ? new(ServerAddress.Parse(profile.Server), ServerTarget.Checked(profile.Workspace))
            : throw new InvalidUseException(
                $"There is no profile '{name}'. 'flow profile list' shows those there are; an address begins with http:// or https://."
            );
    }
}

/// <summary>Gives commands both options at once.</summary>
internal static class ServerOptions
{
    /// <summary>Adds the options.</summary>
    public static void Add(this Command command, ServerOption server)
    {
        command.Add(server.Server);
        command.Add(server.Workspace);
    }
}
