using System.CommandLine;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary>The option <c>--server</c> of every command that talks to a server.</summary>
/// <param name="terminal">Where the folder for settings is found.</param>
internal sealed class ServerOption(Terminal terminal)
{
    /// <summary>The option itself.</summary>
    public Option<string?> Option { get; } =
        new("--server", "-s")
        {
            HelpName = "URL|PROFILE",
            Description =
                $"The server, or the name of a profile (default: the profile in use, else {ServerAddress.Show(ServerAddress.Default)}).",
        };

    /// <summary>The server that a command line means.</summary>
    /// <exception cref="InvalidUseException">It is no address, or there is no such profile.</exception>
    public FlowServer Connect(ParseResult parsed) => new(AddressOf(parsed.GetValue(Option)));

    /// <summary>The address that a value of the option stands for.</summary>
    /// <exception cref="InvalidUseException">It is no address, or there is no such profile.</exception>
    public Uri AddressOf(string? value)
    {
        if (value?.Contains("://", StringComparison.Ordinal) == true)
        {
            return ServerAddress.Parse(value);
        }

        var file = ProfileFile.Read(terminal);
        var name = value ?? file.Current;
        if (name is null)
        {
            return ServerAddress.Default;
        }

        return file.Profiles.TryGetValue(name, out var profile)
            ? ServerAddress.Parse(profile.Server)
            : throw new InvalidUseException(
                $"There is no profile '{name}'. 'flow profile list' shows those there are; an address begins with http:// or https://."
            );
    }
}
