using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary><c>flow files sync FOLDER [PREFIX]</c></summary>
internal static class SyncCommand
{
    private const string Details = """
        Files are compared by their hashes; what is the same is not sent. Hidden files, a flow's own document, README.md, node_modules and
        __pycache__ stay out of it. What the server had is kept in .flow in the folder: a file that somebody else has changed since is
        never overwritten without --force, and then nothing at all is synced.

        Exits 0 when the server has the folder's files, 6 when it has changes that the folder has not seen.

        Examples:
          flow files sync flows/order-intake --dry-run
          flow files sync scripts shared/scripts --delete
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var folder = new Argument<string>("FOLDER") { Description = "The folder on this machine." };
        var prefix = new Argument<string?>("PREFIX")
        {
            Description = "The folder on the server (default: the folder's name).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var delete = new Option<bool>("--delete")
        {
            Description = "Delete on the server what is gone from the folder.",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite whatever the server has." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing." };
        var message = new Option<string?>("--message", "-m")
        {
            HelpName = "TEXT",
            Description = "What the changes are for; kept with the versions.",
        };
        var command = new DetailedCommand("sync", "Makes the files of a server those of a folder.", Details)
        {
            folder,
            prefix,
            delete,
            force,
            dryRun,
            message,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var options = new SyncOptions(
                    parsed.GetValue(delete),
                    parsed.GetValue(force),
                    parsed.GetValue(dryRun),
                    parsed.GetValue(message)
                );
                var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
                var sync = new FileSync(new RemoteFiles(connection), options, terminal);
                var start = PrefixOf(
                    parsed.GetValue(prefix) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(path))
                );
                return await RunAsync(sync, path, start, terminal, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        FileSync sync,
        string folder,
        string prefix,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidUseException($"There is no folder {folder}.");
        }

        var files = await FlowFolderFiles.ReadAsync(folder);
        if (files.Hashes.Count > FileLimits.FlowFiles || files.Bytes > FileLimits.FlowBytes)
        {
            throw new InvalidUseException(
                $"{folder} has more than {FileLimits.FlowFiles} files or {FileLimits.FlowBytes} bytes. Sync its folders one by one."
            );
        }

        var end = await sync.RunAsync(files, prefix, cancellationToken);
        if (end.ExitCode == ExitCode.Succeeded)
        {
            await terminal.Error.WriteLineAsync(end.Summary);
            OutdatedFlowText.Print(end.OutdatedFlow, terminal);
        }

        return end.ExitCode;
    }

    private static string PrefixOf(string text)
    {
        var prefix = text.TrimEnd('/');
        return prefix is "" or "." ? ""
            : FlowFilePath.Problem(prefix) is { } problem
                ? throw new InvalidUseException($"'{text}' is no folder on a server. {problem}")
            : prefix + "/";
    }
}
