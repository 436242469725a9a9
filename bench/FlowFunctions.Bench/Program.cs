using System.CommandLine;
using FlowFunctions.Bench;
using FlowFunctions.Bench.Engine;
using FlowFunctions.Bench.Idle;
using FlowFunctions.Bench.Recovery;
using FlowFunctions.Bench.Retention;

var root = new RootCommand("Measures FlowFunctions. Figures are kept in docs/benchmarks.md.");
root.Subcommands.Add(MachineCommand());
root.Subcommands.Add(RecoveryCommand());
root.Subcommands.Add(IdleCommand());
root.Subcommands.Add(RetentionCommand());
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

static Command IdleCommand()
{
    var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 10, Description = "How long." };
    var command = new Command("idle", "Start to the first finished run; then memory and CPU with nothing to do.")
    {
        seconds,
    };
    command.SetAction((arguments, _) => IdleBench.RunAsync(TimeSpan.FromSeconds(arguments.GetValue(seconds))));
    return command;
}

static Command RetentionCommand()
{
    var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 200_000, Description = "Finished runs." };
    var command = new Command("retention", "Finished runs that are kept: memory, telling again, releasing.") { runs };
    command.SetAction((arguments, _) => RetentionBench.RunAsync(arguments.GetValue(runs)));
    return command;
}
