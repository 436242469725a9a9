using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Graph;

/// <summary><c>flow graph FILE</c></summary>
internal static class GraphCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = FileArgument.One();
        var mermaid = new Option<bool>("--mermaid") { Description = "Print a Mermaid flowchart." };
        var command = new DetailedCommand(
            "graph",
            "Shows a flow's graph as text or as a Mermaid flowchart.",
            """
            The steps stand in the order in which they can run; steps with the same number can run at the same time.

            Examples:
              flow graph flow.json
              flow graph flow.json --mermaid > flow.mmd
            """
        )
        {
            file,
            mermaid,
        };
        command.SetAction(
            async (parsed, _) => await RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(mermaid), terminal)
        );
        return command;
    }

    private static async Task<int> RunAsync(string path, bool asMermaid, Terminal terminal)
    {
        using var types = StepTypes.BuiltIn();
        var file = await FlowFile.ReadAsync(path, types);
        if (file.Plan is not { } plan)
        {
            var hasColor = terminal.HasColor && terminal.IsErrorInteractive;
            new ProblemPrinter(terminal.Error, terminal.IsErrorInteractive, hasColor).Print(file);
            return ExitCode.Invalid;
        }

        if (asMermaid)
        {
            MermaidGraph.Write(terminal.Output, plan);
        }
        else
        {
            TextGraph.Write(terminal.Output, plan, terminal.HasColor && terminal.IsOutputInteractive);
        }

        return ExitCode.Succeeded;
    }
}
