using System.Diagnostics;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Tests with scripts that try to harm: when one is over, nothing of them is left.</summary>
[Collection(RunnerGroup.Name)]
public abstract class HostileScripts(RunnerFixture machine) : IAsyncLifetime
{
    protected string Mark { get; } = $"mark{Guid.NewGuid():N}";

    protected RunnerFixture Machine => machine;

    public Task InitializeAsync() => Task.CompletedTask;

    // The mark is in the environment of every process that a script starts.
    public Task DisposeAsync()
    {
        Assert.Empty(Leftovers.Processes(Mark));
        Assert.Empty(Leftovers.Mounts("flow-runner-tests"));
        return Task.CompletedTask;
    }

    protected async Task<ScriptResult.Failed> FailAsync(ScriptRuntime runtime, string text, ScriptLimits? limits = null)
    {
        using var script = Script.Of(runtime, text);
        var began = Stopwatch.GetTimestamp();
        var result = await machine.Runner.RunAsync(
            Marked(script.Call()) with
            {
                Limits = limits ?? new ScriptLimits(),
            }
        );
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(40));
        return result.Failure();
    }

    protected async Task<string> SucceedAsync(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);
        return (await machine.Runner.RunAsync(Marked(script.Call()))).Output();
    }

    protected ScriptCall Marked(ScriptCall call) =>
        call with
        {
            Variables = new Dictionary<string, string> { ["MARK"] = Mark },
        };
}
