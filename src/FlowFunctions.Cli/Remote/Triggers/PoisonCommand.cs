using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers poison ls|retry|rm TRIGGER</c></summary>
internal static class PoisonCommand
{
    private const string ListDetails = """
        Shows the first 32. The columns are the message's id in the poison queue, time when it was given up, tries, code, reason and the beginning of
        the message.

        Example:
          flow triggers poison ls queue-worker.orders
        """;

    public static Command Create(Terminal terminal) =>
        new("poison", "Shows, puts back and deletes the messages of a queue that could not be used.")
        {
            List(terminal),
            Change(terminal, "retry", "Puts messages back into their queue.", "put back"),
            Change(terminal, "rm", "Deletes messages.", "deleted"),
        };

    private static DetailedCommand List(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        var json = RunArguments.Json("the messages");
        var command = new DetailedCommand("ls", "Lists the messages that could not be used.", ListDetails)
        {
            trigger,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var remote = new RemoteTriggers(connection);
                var answer = await remote.ListPoisonAsync(parsed.GetRequiredValue(trigger), cancellationToken);
                var messages = answer.Items("items").ToList();
                terminal.PrintList(messages, parsed.GetValue(json), "There are no such messages.", TableOf);
                if (answer.Number("count") > messages.Count)
                {
                    await terminal.Error.WriteLineAsync($"These are the first of about {answer.Number("count")}.");
                }

                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static Command Change(Terminal terminal, string word, string description, string done)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        var message = new Argument<string?>("MESSAGE")
        {
            Description = "The message's id, as 'ls' shows it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "All messages, up to 320 at once." };
        var command = new Command(word, description) { trigger, message, all, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var id = parsed.GetValue(message);
                if (parsed.GetValue(all) == id is not null)
                {
                    throw new InvalidUseException("Name one MESSAGE, or give --all.");
                }

                using var connection = server.Connect(parsed);
                var remote = new RemoteTriggers(connection);
                var answer = await remote.TakePoisonAsync(
                    parsed.GetRequiredValue(trigger),
                    id,
                    isRetry: word == "retry",
                    cancellationToken
                );
                await terminal.Output.WriteLineAsync(
                    $"{answer.Number("done")} {done}, about {answer.Number("count")} left"
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> messages)
    {
        var table = new TextTable("MESSAGE", "GIVEN UP", "TRIES", "CODE", "REASON", "BODY") { WrapsLast = true };
        foreach (var message in messages)
        {
            table.Add(
                message.Text("id") ?? "",
                message.Time("poisonedAt") is { } at ? new TextCell(TimeText.Seconds(at), TimeText.Iso(at)) : "-",
                message.Number("tries")?.ToString(CultureInfo.InvariantCulture) ?? "-",
                message.Text("code") ?? "-",
                message.Text("reason") ?? "-",
                PlainText.Fit(PlainText.Line(message.Text("body") ?? message.Text("bodyBlob") ?? ""), 60)
            );
        }

        return table;
    }
}
