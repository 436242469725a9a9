using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow rerun RUN</c></summary>
internal static class RerunCommand
{
    private const string Details = """
        'failed' takes over the results of the steps that succeeded and computes the others; STEP computes that top-level step and all
        that depends on it. The input is the old one unless --input gives another, which goes with 'start' only.

        Prints the new run's id; with --follow its output, and the exit code is the run's.

        Examples:
          flow rerun 3zq8v0k6bq5w8m2r7c1d9e4f6h --from failed --follow
          flow rerun 3zq8v0k6bq5w8m2r7c1d9e4f6h --from payment --newest
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var from = new Option<string>("--from")
        {
            HelpName = "start|failed|STEP",
            Description = "What is computed again (default: start).",
            DefaultValueFactory = static _ => "start",
        };
        var newest = new Option<bool>("--newest")
        {
            Description = "Run the flow's published version, not the one that ran.",
        };
        var input = RunArguments.Text("--input", "JSON|@FILE|-", "Another input.");
        var follow = RunArguments.Follow();
        var json = RunArguments.Json("the new run");
        var command = new DetailedCommand("rerun", "Starts a new run from an ended one of a server.", Details)
        {
            run,
            from,
            newest,
            input,
            follow,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var given = parsed.GetValue(input) is { } argument
                    ? await JsonArgument.ReadAsync("--input", argument, terminal)
                    : default;
                var answer = await new RemoteRuns(connection).RerunAsync(
                    parsed.GetRequiredValue(run),
                    Body(parsed.GetRequiredValue(from), parsed.GetValue(newest), given),
                    cancellationToken
                );
                var id = answer.Text("id") ?? "";
                if (parsed.GetValue(follow))
                {
                    return await FollowSession.RunAsync(connection, id, parsed.GetValue(json), terminal);
                }

                Tell(answer, id, parsed.GetValue(json), terminal);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static void Tell(JsonElement answer, string id, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.Output.WriteJson(answer.WriteTo);
        }
        else
        {
            terminal.Output.WriteLine(PlainText.Line(id));
        }
    }

    private static string Body(string from, bool newest, JsonElement input)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 1_000 }))
        {
            json.WriteStartObject();
            json.WriteString("from", from is "start" or "failed" ? from : "step");
            if (from is not ("start" or "failed"))
            {
                json.WriteString("step", from);
            }

            json.WriteString("plan", newest ? "newest" : "same");
            if (input.ValueKind != JsonValueKind.Undefined)
            {
                json.WritePropertyName("input");
                input.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
