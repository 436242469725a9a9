using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Bench;

/// <summary>Calls end to end: from the call to its result, when no process of it is left.</summary>
internal static class RunnersBench
{
    // Long enough for the next waiting process to be there: what is measured is a call that finds one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ReuseTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarmUpPause = TimeSpan.FromMilliseconds(50);
    private const int WarmUp = 60;
    private const int Callers = 8;
    private const int Parallel = 200;

    public static async Task RunAsync(int times)
    {
        using var scripts = new Scripts();
        Figures.Write("bare spawn: node -e 0", await BareSpawn.MeasureAsync(times, "/usr/bin/node", "-e", "0"));
        Figures.Write(
            "bare spawn: python3 -c pass",
            await BareSpawn.MeasureAsync(times, "/usr/bin/python3", "-c", "pass")
        );
        await WarmAsync(scripts, times);
        await ColdAsync(scripts, times);
        await ReuseAsync(scripts);
        await ParallelAsync(scripts);
    }

    private static async Task WarmAsync(Scripts scripts, int times)
    {
        await using var runner = await ScriptRunner.StartAsync(new RunnerOptions(), TimeProvider.System);
        foreach (var runtime in Enum.GetValues<ScriptRuntime>())
        {
            await MeasureAsync(runner, scripts.Call(runtime), WarmUp, WarmUpPause);
            Figures.Write($"warm call: {runtime}", await MeasureAsync(runner, scripts.Call(runtime), times, Pause));
        }
    }

    private static async Task ColdAsync(Scripts scripts, int times)
    {
        var options = new RunnerOptions { WaitingProcesses = 0 };
        await using var runner = await ScriptRunner.StartAsync(options, TimeProvider.System);
        foreach (var runtime in Enum.GetValues<ScriptRuntime>())
        {
            await MeasureAsync(runner, scripts.Call(runtime), 2, TimeSpan.Zero);
            Figures.Write(
                $"cold call: {runtime}",
                await MeasureAsync(runner, scripts.Call(runtime), times, TimeSpan.Zero)
            );
        }
    }

    private static async Task ReuseAsync(Scripts scripts)
    {
        await using var runner = await ScriptRunner.StartAsync(
            new RunnerOptions { MaxProcesses = Callers },
            TimeProvider.System
        );
        foreach (var runtime in (ScriptRuntime[])[ScriptRuntime.Node, ScriptRuntime.Python])
        {
            var call = scripts.Call(runtime, reuseKey: "bench");
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => MeasureAsync(runner, call, 50, TimeSpan.Zero)));
            var began = Stopwatch.GetTimestamp();
            var made = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallForAsync(runner, call, began)));
            var rate = made.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
            Figures.Write(
                $"reuse, {Callers} callers: {runtime}",
                string.Create(CultureInfo.InvariantCulture, $"{rate:0} calls/s")
            );
        }
    }

    private static async Task ParallelAsync(Scripts scripts)
    {
        await using var runner = await ScriptRunner.StartAsync(new RunnerOptions(), TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        var calls = Enumerable
            .Range(0, Parallel)
            .Select(_ => MeasureAsync(runner, scripts.Call(ScriptRuntime.Node), 1, TimeSpan.Zero));
        await Task.WhenAll(calls);
        var taken = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Figures.Write(
            $"{Parallel} Node calls at once",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{taken:0.0} s, at most {new RunnerOptions().MaxProcesses} at a time"
            )
        );
    }

    private static async Task<int> CallForAsync(ScriptRunner runner, ScriptCall call, long began)
    {
        var made = 0;
        while (Stopwatch.GetElapsedTime(began) < ReuseTime)
        {
            await CallAsync(runner, call);
            made++;
        }

        return made;
    }

    private static async Task<List<TimeSpan>> MeasureAsync(
        ScriptRunner runner,
        ScriptCall call,
        int times,
        TimeSpan pause
    )
    {
        var taken = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(pause);
            var began = Stopwatch.GetTimestamp();
            await CallAsync(runner, call);
            taken.Add(Stopwatch.GetElapsedTime(began));
        }

        return taken;
    }

    private static async Task CallAsync(ScriptRunner runner, ScriptCall call)
    {
        var result = await runner.RunAsync(call);
        if (result is not ScriptResult.Succeeded)
        {
            throw new InvalidOperationException($"{call.Runtime}: {result}");
        }
    }
}
