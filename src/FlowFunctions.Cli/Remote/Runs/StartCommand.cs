using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Pins;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow start FLOW</c></summary>
internal static class StartCommand
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private const string Details = """
        Prints the run's id at once; with --wait or --follow its output. A run is started once, however often the connection breaks:
        every start has an Idempotency-Key, your own if you give one. ('flow run FILE' runs a flow on this machine instead.)

        Exits 0 when the run was started or has succeeded, 1 when it failed or timed out, 2 when there is no such flow or the input does
        not fit, 3 when it was cancelled, 5 when the server cannot be reached, 7 when it had not ended after --wait.

        Examples:
          flow start order-intake --input @order.json
          flow start order-intake --input '{"orderId": "A-1001"}' --wait 30s
          flow start order-intake --input @order.json --follow
          flow start order-intake --version 7 --pin fetch=order.json --from price --wait 30s
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var flow = new Argument<string>("FLOW") { Description = "The flow's id." };
        var input = RunArguments.Text(
            "--input",
            "JSON|@FILE|-",
            "The run's input; {} when not given. '-' reads the standard input."
        );
        var wait = RunArguments.Text("--wait", "TIME", "Wait for the end for so long, such as 30s; at most 10m.");
        var key = Key();
        var version = new Option<int?>("--version")
        {
            HelpName = "N",
            Description = "The version to run (default: the published one).",
        };
        var callback = Callback();
        var secret = CallbackSecret();
        var pins = new PinOptions();
        var run = RunArguments.Text(
            "--from-run",
            "RUN_ID",
            "With --from: an ended run whose results are taken for what leads there."
        );
        var follow = RunArguments.Follow();
        var json = RunArguments.Json("the run");
        var command = new DetailedCommand("start", "Starts a run on a server.", Details)
        {
            flow,
            input,
            wait,
            key,
            version,
            pins.Pin,
            pins.From,
            run,
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
                var given = parsed.GetValue(input) is { } text
                    ? await JsonArgument.ReadAsync("--input", text, terminal)
                    : (JsonElement?)null;
                var isPinned = !pins.Read(parsed).IsEmpty || parsed.GetValue(run) is not null;
                var body = isPinned
                    ? await pins.Read(parsed).BodyAsync(given, parsed.GetValue(run), terminal)
                    : given?.GetRawText() ?? "{}";
                var start = new StartRequest(parsed.GetRequiredValue(flow), body)
                {
                    IsPinned = isPinned,
                    Version = parsed.GetValue(version),
                    Wait = WaitOf(parsed.GetValue(wait)),
                    IdempotencyKey = parsed.GetValue(key),
                    Callback = parsed.GetValue(callback),
                    CallbackSecret = parsed.GetValue(secret),
                };
                var answer = await new RemoteRuns(connection).StartAsync(start, cancellationToken);
                return parsed.GetValue(follow)
                    ? await FollowSession.RunAsync(connection, answer.Text("id") ?? "", parsed.GetValue(json), terminal)
                    : await TellAsync(
                        connection,
                        start.Wait,
                        answer,
                        parsed.GetValue(json),
                        terminal,
                        cancellationToken
                    );
            }
        );
        return command;
    }

    /// <summary>The option that makes two starts one.</summary>
    public static Option<string?> Key()
    {
        var key = RunArguments.Text("--idempotency-key", "KEY", "Two starts with the same key are one.");
        key.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && !IsKey(text))
            {
                result.AddError("--idempotency-key takes 1 to 255 printable ASCII characters, and no space at an end.");
            }
        });
        return key;
    }

    /// <summary>The option that asks for a callback.</summary>
    public static Option<string?> Callback() =>
        RunArguments.Text("--callback", "URL", "Send the end of the run to this address, signed.");

    /// <summary>The option that names the secret of a callback.</summary>
    public static Option<string?> CallbackSecret() =>
        RunArguments.Text("--callback-secret", "NAME", "The secret to sign it with (default: CALLBACK_SECRET).");

    private static bool IsKey(string text) =>
        text.Length is > 0 and <= 255
        && text == text.Trim()
        && text.All(static character => character is >= ' ' and <= '~');

    /// <summary>How long to wait for the end.</summary>
    /// <exception cref="InvalidUseException">It is no time, or too long.</exception>
    public static TimeSpan WaitOf(string? text) =>
        text is null ? TimeSpan.Zero : RunArguments.Time("--wait", text, LongestWait);

    /// <summary>Prints a run that was started, or its output when it has ended while the server was waiting.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(
        FlowServer server,
        TimeSpan wait,
        JsonElement answer,
        bool asJson,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var run = RemoteRun.Read(answer);
        var waited = wait > TimeSpan.Zero;
        if (run.Status.IsTerminal() && waited)
        {
            return await new RunEnd(new RemoteRuns(server), terminal).PrintAsync(answer, asJson, cancellationToken);
        }

        if (asJson)
        {
            terminal.Output.WriteJson(answer.WriteTo);
        }
        else
        {
            await terminal.Output.WriteLineAsync(PlainText.Line(run.Id));
        }

        // A start that was sent again finds the run that the first one started.
        var state =
            run.Status.IsTerminal() ? $"was started before: {run.Status}"
            : waited ? $"has not ended after {Duration.Format(wait)} and goes on"
            : "was started";
        await terminal.Error.WriteLineAsync(
            PlainText.Line($"{run.FlowName} {state}; 'flow show --follow {run.Id}' shows it.")
        );
        return waited ? ExitCode.StillRunning : ExitCode.Succeeded;
    }
}
