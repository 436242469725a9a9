using System.Globalization;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.CrashHost;
using FlowFunctions.Engine.Runs;

// Arguments: the directory, the number of runs, and the runs that an earlier process accepted, which must be there. It says line
// by line what happens to the process that started it and kills it.
var directory = args[0];
var runs = int.Parse(args[1], CultureInfo.InvariantCulture);
var plan = CrashPlan.Plan;
var reporter = new Reporter();
await using var engine = await EmbeddedEngine.OpenAsync(
    new EmbeddedEngineOptions { Directory = directory, SegmentBytes = 256 * 1024 },
    new EngineParts(reporter, new CrashPlan(), reporter)
);
await Parallel.ForAsync(
    0,
    runs,
    async (index, cancelled) =>
    {
        var runId = $"run{index}";
        if (!args.AsSpan(2).Contains(runId))
        {
            await engine.StartAsync(plan, new RunStart { RunId = runId, PlanHash = plan.Hash }, cancelled);
            Reporter.Say($"accepted {runId}");
        }

        var result = await engine.WaitAsync(runId, cancelled);
        Reporter.Say($"ended {runId} {result?.Status}");
    }
);
Reporter.Say("all");
