using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary><c>flow publish FLOW</c></summary>
internal static class PublishCommand
{
    private const string Details = """
        A version of a flow goes on with the files that it was saved with. This makes a new version of the same document with the files that
        the server has now; runs start with it from then on. Where nothing differs, no version is made.

        Examples:
          flow files put score.py order-intake/ --force
          flow publish order-intake --message "Round half up"
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var id = new Argument<string>("FLOW") { Description = "The flow's id." };
        var version = new Option<int?>("--version")
        {
            HelpName = "N",
            Description = "The version whose document it gets (default: the newest).",
        };
        var message = new Option<string?>("--message", "-m")
        {
            HelpName = "TEXT",
            Description = "What the change is for; kept with the version.",
        };
        var command = new DetailedCommand("publish", "Publishes a flow with the files of the server.", Details)
        {
            id,
            version,
            message,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var flow = await new RemoteFlows(connection).PublishAsync(
                    parsed.GetRequiredValue(id),
                    parsed.GetValue(version),
                    parsed.GetValue(message),
                    cancellationToken
                );
                await terminal.Output.WriteLineAsync(PlainText.Line($"{flow.Id} version {flow.Version} is published"));
                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
