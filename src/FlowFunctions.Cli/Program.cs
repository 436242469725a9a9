using FlowFunctions.Cli;
using FlowFunctions.Cli.Terminals;

await using var terminal = Terminal.OfProcess();
return await FlowCommandLine.RunAsync(args, terminal);
