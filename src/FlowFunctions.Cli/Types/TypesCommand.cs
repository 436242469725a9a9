using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Types;

/// <summary><c>flow types [ID]</c></summary>
internal static class TypesCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("ID")
        {
            Description = "A step type; without it all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print everything, JSON Schemas included, as JSON." };
        var command = new DetailedCommand(
            "types",
            "Lists the step types, or describes one.",
            """
            Examples:
              flow types
              flow types http
              flow types http --json
            """
        )
        {
            id,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(id), parsed.GetValue(json), terminal));
        return command;
    }

    private static int Run(string? id, bool asJson, Terminal terminal)
    {
        using var types = StepTypes.BuiltIn();
        if (id is null)
        {
            List(types, asJson, terminal);
        }
        else
        {
            Describe(Find(types, id), asJson, terminal);
        }

        return ExitCode.Succeeded;
    }

    private static StepTypeDescriptor Find(StepTypes types, string id) =>
        types.TryFind(id, out StepTypeDescriptor? type)
            ? type
            : throw new InvalidUseException($"There is no step type '{id}'. 'flow types' lists them.");

    private static void List(StepTypes types, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.Output.WriteJson(json => TypeJson.Write(json, types.Types));
        }
        else
        {
            TypeText.List(terminal.Output, types.Types, terminal.HasColor && terminal.IsOutputInteractive);
        }
    }

    private static void Describe(StepTypeDescriptor type, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.Output.WriteJson(json => TypeJson.Write(json, type));
        }
        else
        {
            TypeText.Describe(terminal.Output, type, terminal.HasColor && terminal.IsOutputInteractive);
        }
    }
}
