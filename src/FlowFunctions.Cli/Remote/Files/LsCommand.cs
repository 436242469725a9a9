using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary><c>flow files ls [PREFIX]</c></summary>
internal static class LsCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var prefix = new Argument<string?>("PREFIX")
        {
            Description = "What the paths begin with; without it all files are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var versions = new Option<bool>("--versions")
        {
            Description = "List the versions of the file that PREFIX names.",
        };
        var json = new Option<bool>("--json") { Description = "Print the files as the server describes them." };
        var command = new DetailedCommand(
            "ls",
            "Lists files of a server.",
            """
            The columns are path, version, bytes, time of the last change and message. Elsewhere than on a terminal there is no heading,
            and tabs stand between them.

            Examples:
              flow files ls order-intake/
              flow files ls --versions order-intake/score.py
            """
        )
        {
            prefix,
            versions,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var remote = new RemoteFiles(connection);
                var start = parsed.GetValue(prefix) ?? "";
                var items = new List<JsonElement>();
                var list = parsed.GetValue(versions)
                    ? remote.VersionsAsync(start, cancellationToken)
                    : remote.ListAsync(start, cancellationToken);
                await foreach (var item in list)
                {
                    items.Add(item);
                }

                terminal.PrintList(
                    items,
                    parsed.GetValue(json),
                    "There are no such files. 'flow files put FILE PATH' writes one.",
                    TableOf
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> items)
    {
        var table = new TextTable("PATH", "VERSION", "BYTES", "CHANGED", "MESSAGE");
        foreach (var file in items.Select(RemoteFile.Read))
        {
            table.Add(
                file.Path,
                Number(file.Version),
                file.IsDeleted ? "deleted" : Number(file.Size),
                file.UpdatedAt is { } at ? new TextCell(TimeText.Minutes(at), TimeText.Iso(at)) : "-",
                file.Message
            );
        }

        return table;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
