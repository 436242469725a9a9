using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary><c>flow pull [FLOW…]</c></summary>
internal static class PullCommand
{
    private const string Details = """
        Without FLOW, the flows that the folder has files of are pulled. A flow's file is found by its id and stays YAML if it is YAML;
        a new one is ID.json. A file that has changed since it was pushed or pulled is not overwritten without --force.

        Exits 0 when all files are as on the server, 2 when there is no such flow, 6 when a file was not overwritten.

        Examples:
          flow pull order-intake --out flows
          flow pull --all
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var ids = new Argument<string[]>("FLOW") { Description = "Ids of flows.", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string>("--out", "-o")
        {
            HelpName = "DIR",
            Description = "The folder of the files (default: this one).",
            DefaultValueFactory = static _ => ".",
        };
        var all = new Option<bool>("--all") { Description = "Pull every flow of the server." };
        var force = new Option<bool>("--force") { Description = "Overwrite local changes." };
        var command = new DetailedCommand("pull", "Writes flows of a server to files.", Details)
        {
            ids,
            folder,
            all,
            force,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var types = StepTypes.BuiltIn();
                using var connection = server.Connect(parsed);
                var flows = new RemoteFlows(connection);
                var target = await PullTarget.OpenAsync(parsed.GetRequiredValue(folder), types);
                var pull = new FlowPull(flows, target, parsed.GetValue(force), terminal);
                var exitCode = ExitCode.Succeeded;
                foreach (
                    var id in await ChooseAsync(
                        parsed.GetRequiredValue(ids),
                        parsed.GetValue(all),
                        flows,
                        target,
                        cancellationToken
                    )
                )
                {
                    exitCode = Math.Max(exitCode, await pull.PullAsync(id, cancellationToken));
                }

                return exitCode;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<string>> ChooseAsync(
        string[] named,
        bool all,
        RemoteFlows flows,
        PullTarget target,
        CancellationToken cancellationToken
    )
    {
        if (all)
        {
            var ids = new List<string>();
            await foreach (var flow in flows.ListAsync(search: null, cancellationToken))
            {
                ids.Add(flow.Text("id") ?? "");
            }

            return ids;
        }

        var chosen = named.Length > 0 ? named : target.Flows;
        return chosen.Count > 0
            ? chosen
            : throw new InvalidUseException("There is no flow file in the folder. Name flows, or pull all with --all.");
    }
}
