using System.CommandLine;
using FlowFunctions.Runners.Bench;

var calls = new Option<int>("--calls") { Description = "Calls of each kind.", DefaultValueFactory = _ => 60 };
var root = new RootCommand("Measures calls of scripts end to end. Figures are kept in docs/benchmarks.md.") { calls };
root.SetAction((parsed, _) => RunnersBench.RunAsync(parsed.GetValue(calls)));
return await root.Parse(args).InvokeAsync();
