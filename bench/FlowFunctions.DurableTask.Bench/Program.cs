using System.CommandLine;
using FlowFunctions.DurableTask.Bench.FanOut;
using FlowFunctions.DurableTask.Bench.Runs;
using FlowFunctions.DurableTask.Bench.Turns;

return await new RootCommand(
    "Measures the durable engine on a task hub in memory. Figures are kept in docs/benchmarks.md."
)
{
    TurnsCommand(),
    FanOutCommand(),
    RunsCommand(),
}
    .Parse(args)
    .InvokeAsync();

static Command TurnsCommand()
{
    var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 30, Description = "Runs that are measured." };
    var command = new Command("turns", "One turn with one new result, over the length of the history.") { rounds };
    command.SetAction((arguments, _) => TurnsBench.RunAsync(arguments.GetValue(rounds)));
    return command;
}

static Command FanOutCommand()
{
    var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 1000, Description = "Steps side by side." };
    var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 10, Description = "Runs after the first." };
    var app = new Option<string?>("--app") { Description = "The app's dll; by default the Release build." };
    var inProcess = new Option<bool>("--in-process") { Description = "The engine alone, without the app and HTTP." };
    var command = new Command(
        "fanout",
        "Processor time that the app, called as by a Functions host, takes for a fan-out."
    )
    {
        steps,
        rounds,
        app,
        inProcess,
    };
    command.SetAction(
        (arguments, _) =>
            arguments.GetValue(inProcess)
                ? EngineFanOut.RunAsync(arguments.GetValue(steps), arguments.GetValue(rounds))
                : AppFanOut.RunAsync(arguments.GetValue(steps), arguments.GetValue(rounds), arguments.GetValue(app))
    );
    return command;
}

static Command RunsCommand()
{
    var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 1, Description = "Callers at once." };
    var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 5, Description = "How long." };
    var command = new Command("runs", "Chains of 10 steps by callers that wait for each.") { callers, seconds };
    command.SetAction(
        (arguments, _) =>
            RunsBench.RunAsync(arguments.GetValue(callers), TimeSpan.FromSeconds(arguments.GetValue(seconds)))
    );
    return command;
}
