using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench.Engine;

/// <summary>What is measured.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Plan">The flow that is run.</param>
/// <param name="Steps">Steps of one execution.</param>
/// <param name="Burst">Runs that one caller starts at once and waits for together.</param>
/// <param name="Callers">Callers at once.</param>
/// <param name="Duration">How long.</param>
/// <param name="Durability">When an event counts as durable.</param>
internal sealed record EngineWorkload(
    string Name,
    Plan Plan,
    int Steps,
    int Burst,
    int Callers,
    TimeSpan Duration,
    Durability Durability
)
{
    public static string[] Names { get; } = ["chain10", "fan100", "hello5", "fan10k", "fan100k", "burst1000"];

    public static EngineWorkload Named(string name, bool pure, int callers, TimeSpan duration, Durability durability)
    {
        var (plan, steps, burst) = name switch
        {
            "chain10" => (Shapes.Chain(10, pure), 10, 1),
            "hello5" => (Shapes.Chain(5, pure), 5, 1),
            "burst1000" => (Shapes.Chain(10, pure), 10, 1000),
            "fan100" => (Shapes.FanOut(100, pure), 102, 1),
            "fan10k" => (Shapes.FanOut(10_000, pure), 10_002, 1),
            "fan100k" => (Shapes.FanOut(100_000, pure), 100_002, 1),
            _ => throw new ArgumentException(
                $"There is no workload '{name}': {string.Join(", ", Names)}.",
                nameof(name)
            ),
        };
        return new EngineWorkload(name, plan, steps, burst, callers, duration, durability);
    }
}
