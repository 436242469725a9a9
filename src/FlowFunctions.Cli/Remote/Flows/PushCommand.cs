using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Files;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary><c>flow push PATH…</c></summary>
internal static class PushCommand
{
    private const string Details = """
        All files are checked first, as 'flow validate' does; when one has errors, nothing is pushed. A version on the server that the
        file was not made from is never overwritten without --force; what a file was made from is kept in .flow beside it. The files that
        a flow uses go first, as 'flow files sync' sends them.

        Exits 0 when everything is on the server, 2 when a flow has errors, 6 when the server has a newer version.

        Examples:
          flow push flow.json --message "Ask for approval above 1,000"
          flow push flows/ --dry-run
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var paths = FileArgument.FilesAndFolders();
        var message = new Option<string?>("--message", "-m")
        {
            HelpName = "TEXT",
            Description = "What the change is for; kept with the version.",
        };
        var noPublish = new Option<bool>("--no-publish")
        {
            Description = "Keep starting runs with the version that is published now.",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite whatever the server has." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing." };
        var command = new DetailedCommand("push", "Saves flow files on a server.", Details)
        {
            paths,
            message,
            noPublish,
            force,
            dryRun,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var save = new SaveOptions(parsed.GetValue(message), !parsed.GetValue(noPublish));
                var options = new PushOptions(save, parsed.GetValue(force), parsed.GetValue(dryRun));
                var push = new FlowPush(new RemoteFlows(connection), new RemoteFiles(connection), options, terminal);
                return await RunAsync(parsed.GetRequiredValue(paths), push, terminal, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string[] paths,
        FlowPush push,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var types = StepTypes.BuiltIn();
        var files = await FlowFiles.ReadAsync(paths, types);
        if (!Check(files, terminal))
        {
            return ExitCode.Invalid;
        }

        var exitCode = ExitCode.Succeeded;
        foreach (var file in files)
        {
            exitCode = Math.Max(exitCode, await push.PushAsync(file, cancellationToken));
        }

        return exitCode;
    }

    private static bool Check(IReadOnlyList<FlowFile> files, Terminal terminal)
    {
        var printer = new ProblemPrinter(
            terminal.Error,
            terminal.IsErrorInteractive,
            terminal.HasColor && terminal.IsErrorInteractive
        );
        foreach (var file in files)
        {
            printer.Print(file);
        }

        if (files.Any(static file => file.Plan is null))
        {
            terminal.Error.WriteLine("Nothing was pushed.");
            return false;
        }

        if (files.GroupBy(static file => file.Plan!.FlowId).FirstOrDefault(static same => same.Count() > 1) is { } same)
        {
            throw new InvalidUseException(
                $"{string.Join(" and ", same.Select(static file => file.Path))} have the same id '{same.Key}'. Give one of them another."
            );
        }

        return true;
    }
}
