using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers fire TRIGGER</c></summary>
internal static class FireTriggerCommand
{
    private const string Details = """
        Starts a run as the trigger would, also when it is paused, switched off, or its flow is disabled. The run sees 'manual: true' in its
        trigger. What the trigger's 'input' says is done with --body and the members of --trigger (such as headers, query and params of a
        request), unless --input gives the run's input itself.

        Exits as 'flow start' does.

        Examples:
          flow triggers fire nightly-report.nightly --follow
          flow triggers fire github-webhook.push --trigger '{"headers":{"x-github-event":"push"}}' --body @push.json --wait 30s
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        var body = RunArguments.Text(
            "--body",
            "JSON|@FILE|-",
            "The body of the request or message that it stands for."
        );
        var given = RunArguments.Text(
            "--trigger",
            "JSON|@FILE|-",
            "Members of what the run sees as 'trigger', such as headers, query and params."
        );
        var input = RunArguments.Text("--input", "JSON|@FILE|-", "The run's input, whatever the trigger says of it.");
        var wait = RunArguments.Text("--wait", "TIME", "Wait for the end for so long, such as 30s; at most 10m.");
        var key = StartCommand.Key();
        var callback = StartCommand.Callback();
        var secret = StartCommand.CallbackSecret();
        var follow = RunArguments.Follow();
        var json = RunArguments.Json("the run");
        var command = new DetailedCommand("fire", "Starts a run as a trigger would, now.", Details)
        {
            trigger,
            body,
            given,
            input,
            wait,
            key,
            callback,
            secret,
            follow,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var fire = new FireRequest(parsed.GetRequiredValue(trigger))
                {
                    Body = await ReadAsync("--body", parsed.GetValue(body), terminal),
                    Members = MembersOf(await ReadAsync("--trigger", parsed.GetValue(given), terminal)),
                    Input = await ReadAsync("--input", parsed.GetValue(input), terminal),
                    Wait = StartCommand.WaitOf(parsed.GetValue(wait)),
                    IdempotencyKey = parsed.GetValue(key),
                    Callback = parsed.GetValue(callback),
                    CallbackSecret = parsed.GetValue(secret),
                };
                var answer = await new RemoteTriggers(connection).FireAsync(fire, cancellationToken);
                var asJson = parsed.GetValue(json);
                return parsed.GetValue(follow)
                    ? await FollowSession.RunAsync(connection, answer.Text("id") ?? "", asJson, terminal)
                    : await StartCommand.TellAsync(connection, fire.Wait, answer, asJson, terminal, cancellationToken);
            }
        );
        return command;
    }

    private static JsonElement MembersOf(JsonElement given) =>
        given.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
            ? given
            : throw new InvalidUseException(
                "--trigger takes an object, such as '{\"headers\":{\"x-event\":\"push\"}}'."
            );

    private static async Task<JsonElement> ReadAsync(string option, string? argument, Terminal terminal) =>
        argument is null ? default : await JsonArgument.ReadAsync(option, argument, terminal);
}
