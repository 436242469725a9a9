using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary><c>flow audit</c></summary>
internal static class AuditCommand
{
    private const int DefaultCount = 50;
    private const int MaxCount = 10_000;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var filter = new AuditOptions();
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = $"How many ({DefaultCount} by default, {MaxCount} at most).",
            DefaultValueFactory = static _ => DefaultCount,
        };
        var json = new Option<bool>("--json") { Description = "Print the entries as the server describes them." };
        var export = new Option<string?>("--export")
        {
            HelpName = "FILE",
            Description = "Write all entries of the time to a file, one JSON object a line, oldest first.",
        };
        var command = new DetailedCommand(
            "audit",
            "Shows who has done what in the workspace, newest first.",
            """
            '*' at the end of a caller, an action or a target stands for anything. An export takes --from and --to only.

            Examples:
              flow audit --action 'flow.*' --from 2026-01-01
              flow audit --from 2026-01-01 --to 2026-02-01 --export january.ndjson
            """
        )
        {
            limit,
            json,
            export,
            server,
        };
        filter.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                if (parsed.GetValue(export) is { } file)
                {
                    var path = filter.ExportPath(parsed);
                    var bytes = await AuditExport.WriteAsync(connection, path, file, cancellationToken);
                    await terminal.Error.WriteLineAsync(
                        string.Create(CultureInfo.InvariantCulture, $"{file} has the entries, {bytes:N0} bytes.")
                    );
                    return ExitCode.Succeeded;
                }

                var count = Math.Clamp(parsed.GetValue(limit), 1, MaxCount);
                var entries = await Pages
                    .ReadAsync(
                        connection,
                        token => filter.ListPath(parsed, count, token),
                        cancellationToken,
                        "entries",
                        AuditOptions.Token
                    )
                    .Take(count)
                    .ToListAsync(cancellationToken);
                terminal.PrintList(entries, parsed.GetValue(json), "There are no such entries.", TableOf);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> entries)
    {
        var table = new TextTable("TIME", "WHO", "FROM", "ACTION", "TARGET", "OUTCOME");
        foreach (var entry in entries)
        {
            var caller = entry.Member("caller");
            table.Add(
                entry.Time("at") is { } at ? new TextCell(TimeText.Seconds(at), TimeText.Iso(at)) : "-",
                new TextCell(caller.Text("name") ?? "", caller.Text("id")),
                entry.Text("from") ?? "-",
                entry.Text("action"),
                entry.Text("target") ?? "-",
                string.Create(CultureInfo.InvariantCulture, $"{entry.Text("outcome")} ({entry.Number("status")})")
            );
        }

        return table;
    }
}
