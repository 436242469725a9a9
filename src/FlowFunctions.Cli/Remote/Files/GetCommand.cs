using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary><c>flow files get PATH</c></summary>
internal static class GetCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var path = FilesCommand.PathArgument();
        var target = new Option<string?>("--out", "-o")
        {
            HelpName = "FILE",
            Description = "Where to write it; - for the standard output (default: its name, in this folder).",
        };
        var version = new Option<int?>("--version") { HelpName = "N", Description = "An old version of it." };
        var force = new Option<bool>("--force") { Description = "Overwrite a file that is there." };
        var command = new DetailedCommand(
            "get",
            "Reads a file of a server.",
            """
            Its bytes are written as they are. A file that is there with another content is not overwritten without --force.

            Examples:
              flow files get order-intake/score.py
              flow files get order-intake/score.py --version 3 -o - | less
            """
        )
        {
            path,
            target,
            version,
            force,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var name = parsed.GetRequiredValue(path);
                var content = await new RemoteFiles(connection).GetAsync(
                    name,
                    parsed.GetValue(version),
                    cancellationToken
                );
                var file = parsed.GetValue(target) ?? name[(name.LastIndexOf('/') + 1)..];
                return file == "-"
                    ? await PrintAsync(content, terminal, cancellationToken)
                    : await WriteAsync(file, content, parsed.GetValue(force), terminal, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> PrintAsync(byte[] content, Terminal terminal, CancellationToken cancellationToken)
    {
        await terminal.Output.FlushAsync(cancellationToken);
        var output = terminal.OpenOutput();
        await output.WriteAsync(content, cancellationToken);
        await output.FlushAsync(cancellationToken);
        return ExitCode.Succeeded;
    }

    private static async Task<int> WriteAsync(
        string file,
        byte[] content,
        bool force,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!force && File.Exists(file))
            {
                var there = await File.ReadAllBytesAsync(file, cancellationToken);
                if (content.AsSpan().SequenceEqual(there))
                {
                    return ExitCode.Succeeded;
                }

                await terminal.Error.WriteLineAsync(
                    PlainText.Line($"flow: {file} was not overwritten: it has another content. --force overwrites it.")
                );
                return ExitCode.Conflict;
            }

            await File.WriteAllBytesAsync(file, content, cancellationToken);
            return ExitCode.Succeeded;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{file} cannot be written: {exception.Message}");
        }
    }
}
