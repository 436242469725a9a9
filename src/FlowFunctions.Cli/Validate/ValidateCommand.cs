using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Validate;

/// <summary><c>flow validate FILE…</c></summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = FileArgument.Many();
        var json = new Option<bool>("--json") { Description = "Print the problems as JSON." };
        var command = new DetailedCommand(
            "validate",
            "Checks flows and reports every problem with its place.",
            """
            Exits 0 when there is no error, else 2.

            Examples:
              flow validate flows/*.json
              flow validate --json order-intake.yaml
            """
        )
        {
            files,
            json,
        };
        command.SetAction(
            async (parsed, _) => await RunAsync(parsed.GetRequiredValue(files), parsed.GetValue(json), terminal)
        );
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, bool asJson, Terminal terminal)
    {
        using var types = StepTypes.BuiltIn();
        var files = new List<FlowFile>();
        foreach (var path in paths)
        {
            files.Add(await FlowFile.ReadAsync(path, types));
        }

        if (asJson)
        {
            terminal.Output.WriteJson(json => ProblemsJson.Write(json, files));
        }
        else
        {
            Print(files, terminal);
        }

        return files.TrueForAll(static file => file.Plan is not null) ? ExitCode.Succeeded : ExitCode.Invalid;
    }

    private static void Print(List<FlowFile> files, Terminal terminal)
    {
        var hasColor = terminal.HasColor && terminal.IsOutputInteractive;
        var printer = new ProblemPrinter(terminal.Output, terminal.IsOutputInteractive, hasColor);
        foreach (var file in files)
        {
            printer.Print(file);
            if (file.Plan is { } plan)
            {
                terminal.Output.WriteLine($"{file.Path}: {"ok".Paint(Ansi.Green, hasColor)}, plan {plan.Hash[..12]}");
            }
        }

        var errors = files.Sum(static file => file.Result.Problems.Count(IsError));
        if (errors > 0)
        {
            // Both streams may lead to the same place.
            terminal.Output.Flush();
            terminal.Error.WriteLine(errors == 1 ? "1 error" : $"{errors} errors");
        }
    }

    private static bool IsError(FlowProblem problem) => problem.Severity == ProblemSeverity.Error;
}
