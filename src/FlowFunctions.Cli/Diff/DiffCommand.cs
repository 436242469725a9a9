using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Diff;

/// <summary><c>flow diff OLD NEW</c></summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var before = new Argument<string>("OLD") { Description = "The older version." };
        var after = new Argument<string>("NEW") { Description = "The newer version." };
        var json = new Option<bool>("--json") { Description = "Print the changes as JSON." };
        var command = new DetailedCommand(
            "diff",
            "Shows what differs between two versions of a flow in meaning.",
            """
            Formatting, order of keys, values at their defaults and ways of writing a duration make no difference.
            Exits 0 when both mean the same, 1 when they differ, 2 when one cannot be read.

            Examples:
              flow diff old.json new.json
              git show HEAD~1:flow.json > /tmp/before.json && flow diff /tmp/before.json flow.json
            """
        )
        {
            before,
            after,
            json,
        };
        command.SetAction(
            async (parsed, _) =>
                await RunAsync(
                    parsed.GetRequiredValue(before),
                    parsed.GetRequiredValue(after),
                    parsed.GetValue(json),
                    terminal
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string before, string after, bool asJson, Terminal terminal)
    {
        using var types = StepTypes.BuiltIn();
        var diff = FlowDiff.Between(await ReadAsync(before, types), await ReadAsync(after, types));
        await terminal.Output.WriteAsync(asJson ? diff.ToJson() + "\n" : diff.ToString());
        return diff.Changes.Count == 0 ? ExitCode.Succeeded : ExitCode.Failed;
    }

    private static async Task<FlowDocument> ReadAsync(string path, StepTypes types)
    {
        var file = await FlowFile.ReadAsync(path, types);
        return file.Result.Document
            ?? throw new InvalidUseException(
                $"{path} is neither JSON nor YAML. 'flow validate {path}' says where it breaks."
            );
    }
}
