using System.CommandLine;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Bench.Engine;

/// <summary>One workload of the embedded engine as a command.</summary>
internal static class EngineCommand
{
    public static Command For(string workload)
    {
        var steps = new Option<string>("--steps") { DefaultValueFactory = _ => "activity" };
        steps.AcceptOnlyFromAmong("activity", "pure");
        steps.Description = "Steps that are dispatched, or pure ones that are evaluated in the run's turn.";
        var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 1, Description = "Callers at once." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 5, Description = "How long." };
        var durability = new Option<Durability>("--durability") { DefaultValueFactory = _ => Durability.Flush };
        durability.Description = "Flush survives a power cut, Buffered a crash of the process.";
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(workload, "Runs of this shape on the embedded engine.")
        {
            steps,
            callers,
            seconds,
            durability,
            json,
        };
        command.SetAction(
            async (arguments, _) =>
            {
                var report = await EngineBench.RunAsync(
                    EngineWorkload.Named(
                        workload,
                        arguments.GetValue(steps) == "pure",
                        arguments.GetValue(callers),
                        TimeSpan.FromSeconds(arguments.GetValue(seconds)),
                        arguments.GetValue(durability)
                    )
                );
                Console.WriteLine(arguments.GetValue(json) ? report.ToJson() : report.ToText());
            }
        );
        return command;
    }
}
