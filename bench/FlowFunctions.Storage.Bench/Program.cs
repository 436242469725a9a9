using System.CommandLine;
using FlowFunctions.Storage.Bench.Records;

var root = new RootCommand("Measures the stores against an Azurite of their own. Figures are kept in docs/storage.md.");
root.Subcommands.Add(RecordsCommand.Create());
return await root.Parse(args).InvokeAsync();
