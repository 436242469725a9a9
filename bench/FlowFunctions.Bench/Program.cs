using System.CommandLine;
using FlowFunctions.Bench;
using FlowFunctions.Bench.Engine;
using FlowFunctions.Bench.Recovery;

var root = new RootCommand("Measures FlowFunctions. Figures are kept in docs/benchmarks.md.");
root.Subcommands.Add(MachineCommand());
root.Subcommands.Add(RecoveryCommand());
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

static Command RecoveryCommand()
{
    var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 100_000, Description = "Open runs." };
    var command = new Command("recovery", "Opening a directory in which many runs wait for a signal.") { runs };
    command.SetAction((arguments, _) => RecoveryBench.RunAsync(arguments.GetValue(runs)));
    return command;
}
