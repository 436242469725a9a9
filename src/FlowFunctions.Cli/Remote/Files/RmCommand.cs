using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary><c>flow files rm PATH</c></summary>
internal static class RmCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var path = FilesCommand.PathArgument();
        var ifMatch = new Option<string?>("--if-match")
        {
            HelpName = "SHA256",
            Description = "Only if this is the hash of the content that is there.",
        };
        var command = new Command(
            "rm",
            "Deletes a file of a server. Its versions stay, and so does what versions of flows have pinned."
        )
        {
            path,
            ifMatch,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var name = parsed.GetRequiredValue(path);
                var tag = parsed.GetValue(ifMatch) is { } hash ? FileConditions.TagOf(hash) : null;
                if (await new RemoteFiles(connection).DeleteAsync(name, tag, cancellationToken))
                {
                    return ExitCode.Succeeded;
                }

                await terminal.Error.WriteLineAsync(
                    PlainText.Line($"flow: There is no file '{name}'. 'flow files ls' lists those there are.")
                );
                return ExitCode.Invalid;
            }
        );
        return command;
    }
}
