using System.CommandLine;
using FlowFunctions.Bench;
using FlowFunctions.Bench.Engine;

var root = new RootCommand("Measures FlowFunctions. Figures are kept in docs/benchmarks.md.");
root.Subcommands.Add(MachineCommand());
foreach (var name in EngineWorkload.Names)
{
    root.Subcommands.Add(EngineCommand.For(name));
}

return await root.Parse(args).InvokeAsync();

static Command MachineCommand()
{
    var command = new Command("machine", "Time of the run machine alone over the size of a fan-out and of a chain.");
    command.SetAction(_ => MachineScaling.Run());
    return command;
}
