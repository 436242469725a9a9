using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Pins;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Run;

/// <summary><c>flow run FILE</c></summary>
internal static class RunCommand
{
    private const string Details = """
        The output goes to the standard output as JSON, everything else to the standard error. What has happened is kept in a
        journal, so that a run that was ended in the middle can be continued: finished steps are not executed again.

        Ctrl+C cancels the run; pressed again it ends at once, and --resume continues. Secrets are read from environment variables
        FLOW_SECRET_NAME. Called flows are looked for as ID.json, ID.yaml, ID/flow.json and ../ID/flow.json from the flow's folder.

        Exits 0 when the run succeeded, 1 when it failed or timed out, 2 when the flow or its input is not valid, 3 when it was cancelled.

        Examples:
          flow run flow.json --input '{"n": 3}'
          flow run flow.yaml --input @order.json --env API=http://127.0.0.1:7099 --json
          flow run flow.json --resume 20260131-142501-7kq3fz
          flow run flow.json --pin fetch=order.json --from price
          flow run approval.json --signal 'decision={"approved": true}'
        """;

    public static Command Create(Terminal terminal)
    {
        var file = FileArgument.One();
        var input = Text(
            "--input",
            "JSON|@FILE|-",
            "The run's input; {} when not given. '-' reads the standard input."
        );
        var env = Many("--env", "NAME=VALUE", "A value that expressions see as env.NAME; may be repeated.");
        var signal = Many("--signal", "NAME=JSON", "A signal, kept until a step waits for it; may be repeated.");
        var journal = Text(
            "--journal",
            "DIR",
            "Keep the journal in DIR/RUN_ID (default: .flow/runs beside the flow, removed after the run's end)."
        );
        var resume = Text("--resume", "RUN_ID", "Continue a run that was ended in the middle.");
        var runId = Text("--run-id", "RUN_ID", "The new run's id; made up when not given.");
        var pins = new PinOptions();
        var json = new Option<bool>("--json") { Description = "Print the run as JSON: id, status, output and steps." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing but errors." };
        var deny = new Option<bool>("--deny-private-network")
        {
            Description = "Refuse requests to loopback and private addresses, as an installation does by default.",
        };
        var command = new DetailedCommand("run", "Runs a flow and prints its output as JSON.", Details)
        {
            file,
            input,
            env,
            signal,
            journal,
            resume,
            runId,
            pins.Pin,
            pins.From,
            json,
            quiet,
            deny,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(resume) is not null
                && (
                    result.GetValue(input)
                    ?? result.GetValue(runId)
                    ?? result.GetValue(env)?.FirstOrDefault()
                    ?? result.GetValue(pins.Pin)?.FirstOrDefault()
                    ?? result.GetValue(pins.From)
                )
                    is not null
            )
            {
                result.AddError(
                    "--resume goes on with the input and environment the run was started with; leave --input, --env, --run-id, --pin and --from out."
                );
            }
        });
        command.SetAction(
            async (parsed, _) =>
                await RunSession.RunAsync(
                    new RunOptions
                    {
                        File = parsed.GetRequiredValue(file),
                        Input = parsed.GetValue(input),
                        Env = parsed.GetValue(env) ?? [],
                        Signals = parsed.GetValue(signal) ?? [],
                        Journal = parsed.GetValue(journal),
                        Resume = parsed.GetValue(resume),
                        RunId = parsed.GetValue(runId),
                        Pins = pins.Read(parsed),
                        Json = parsed.GetValue(json),
                        Quiet = parsed.GetValue(quiet),
                        DenyPrivateNetwork = parsed.GetValue(deny),
                    },
                    terminal
                )
        );
        return command;
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };
}
