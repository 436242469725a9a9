using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary>Commands that take one thing away by its id.</summary>
internal static class AccessRemoval
{
    /// <param name="terminal">Where the folder for settings is found.</param>
    /// <param name="word">The command.</param>
    /// <param name="description">What it does.</param>
    /// <param name="path">Where those things are, below <c>api/</c>.</param>
    public static Command Create(Terminal terminal, string word, string description, string path)
    {
        var server = new ServerOption(terminal);
        var id = new Argument<string>("ID") { Description = "Its id, as 'ls' shows it." };
        var command = new Command(word, description) { id, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var place = ServerRequest.PathOf(path, parsed.GetRequiredValue(id));
                await connection.SendAsync(new ServerRequest(HttpMethod.Delete, place), cancellationToken);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
