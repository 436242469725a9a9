using System.CommandLine;
using FlowFunctions.Http.Bench;

var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 32, Description = "Connections." };
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 15, Description = "How long to measure." };
var app = new Option<string?>("--app") { Description = "The app's dll; by default the Release build." };
var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 10, Description = "Pure steps of the chain." };
var burst = new Option<int>("--runs") { DefaultValueFactory = _ => 10_000, Description = "Runs to start at once." };

var chain = new Command(
    "chain",
    "POST …/runs?wait=30s of a chain of pure steps by callers that keep their connections."
)
{
    callers,
    seconds,
    app,
    steps,
};
chain.SetAction(
    (arguments, _) =>
        ChainLoad.RunAsync(
            arguments.GetValue(app),
            arguments.GetValue(callers),
            arguments.GetValue(seconds),
            arguments.GetValue(steps)
        )
);
var starts = new Command(
    "burst",
    "Many asynchronous starts at once: all accepted or refused with 429, all accepted ones end."
)
{
    burst,
    callers,
    app,
    steps,
};
starts.SetAction(
    (arguments, _) =>
        BurstLoad.RunAsync(
            arguments.GetValue(app),
            arguments.GetValue(burst),
            arguments.GetValue(callers),
            arguments.GetValue(steps)
        )
);
var stored = new Option<int>("--runs") { DefaultValueFactory = _ => 100_000, Description = "Runs to store first." };
var lists = new Command("lists", "Pages of 50 of lists by flow, status and time when many runs are stored.")
{
    stored,
    app,
};
lists.SetAction((arguments, _) => ListLoad.RunAsync(arguments.GetValue(app), arguments.GetValue(stored)));
var hooks = new Command(
    "webhook",
    "Deliveries to a webhook with dedupe, each with an id of its own: one caller until the first step has started, then many callers."
)
{
    callers,
    seconds,
    app,
};
hooks.SetAction(
    (arguments, _) =>
        WebhookLoad.RunAsync(arguments.GetValue(app), arguments.GetValue(callers), arguments.GetValue(seconds))
);
var count = new Option<int>("--schedules")
{
    DefaultValueFactory = _ => 10_000,
    Description = "Schedules, in hundreds.",
};
var schedules = new Command("schedules", "Many schedules that are due at the same moment: all start, none twice.")
{
    count,
    app,
};
schedules.SetAction((arguments, _) => ScheduleLoad.RunAsync(arguments.GetValue(app), arguments.GetValue(count)));
var rounds = new Option<int>("--rounds")
{
    DefaultValueFactory = _ => 7,
    Description = "Rounds; each has every way once.",
};
var span = new Option<int>("--seconds")
{
    DefaultValueFactory = _ => 3,
    Description = "How long each way is measured in a round, where requests leave no work behind.",
};
var few = new Option<int>("--starts")
{
    DefaultValueFactory = _ => 2_000,
    Description = "Starts of runs of each way in a round.",
};
var only = new Option<string>("--only")
{
    DefaultValueFactory = _ => "",
    Description = "A part of the request that is measured; all of them without it.",
};
var auth = new Command(
    "auth",
    "The same requests with a token, with an API key, and to an app that asks nobody who they are, in turns."
)
{
    callers,
    span,
    few,
    rounds,
    only,
    app,
};
auth.SetAction(
    (arguments, _) =>
        AuthLoad.RunAsync(
            arguments.GetValue(app),
            arguments.GetValue(callers),
            arguments.GetValue(span),
            arguments.GetValue(few),
            arguments.GetValue(rounds),
            arguments.GetValue(only)!
        )
);
return await new RootCommand("Measures the app over HTTP. Figures are kept in docs/benchmarks.md.")
{
    chain,
    starts,
    lists,
    hooks,
    schedules,
    auth,
}
    .Parse(args)
    .InvokeAsync();
