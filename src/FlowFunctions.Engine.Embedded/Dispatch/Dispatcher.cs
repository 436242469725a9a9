using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Scheduling;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>Executes steps, a bounded number at once, in the order that the queue decides.</summary>
internal sealed class Dispatcher(
    IStepExecutor executor,
    TimeProvider time,
    DispatchLimits limits,
    EngineMetrics metrics,
    TaskScheduler scheduler
)
{
    private volatile bool _isMute;

    public StepQueue Queue { get; } = new(limits);

    public void Enqueue(Execution execution)
    {
        Queue.Add(execution);
        Pump();
    }

    /// <summary>From now on no execution starts; those that go on are answered.</summary>
    public void Drain() => Queue.Stop();

    /// <summary>From now on no execution starts and none is answered: a restart executes them again.</summary>
    public void Stop()
    {
        _isMute = true;
        Queue.Stop();
    }

    /// <summary>Waits for the executions that go on; those that do not stop in time are left behind.</summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider clock)
    {
        try
        {
            await Queue.Idle.WaitAsync(timeout, clock);
        }
        catch (TimeoutException)
        {
            // A restart executes them again.
        }
    }

    private void Pump()
    {
        while (Queue.HasRoom && Queue.Take() is { } execution)
        {
            Launch(execution);
        }
    }

    private void Launch(Execution execution)
    {
        if (scheduler != TaskScheduler.Default)
        {
            _ = scheduler.Run(() => WorkAsync(execution));
            return;
        }

        // The same without a task and a closure.
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => _ = work.Dispatcher.WorkAsync(work.Execution),
            (Dispatcher: this, Execution: execution),
            preferLocal: false
        );
    }

    private async Task WorkAsync(Execution first)
    {
        for (var execution = first; execution is not null; execution = Queue.TakeAfter(execution))
        {
            Pump();
            execution.Begin(time.GetUtcNow());
            metrics.StepStarted(execution);
            var outcome = await TraceAsync(execution);
            var endedAt = time.GetUtcNow();
            metrics.StepEnded(execution, outcome, endedAt);
            if (!_isMute)
            {
                execution.Answer(outcome, endedAt);
            }
        }

        Pump();
    }

    private Task<StepOutcome> TraceAsync(Execution execution) =>
        EngineTraces.IsOn ? EngineTraces.StepAsync(execution, ExecuteAsync) : ExecuteAsync(execution);

    private async Task<StepOutcome> ExecuteAsync(Execution execution)
    {
        if (execution.Token.IsCancellationRequested)
        {
            return Outcomes.Cancelled;
        }

        try
        {
            return await executor.ExecuteAsync(execution.Request, execution.Token);
        }
        catch (OperationCanceledException) when (execution.Token.IsCancellationRequested)
        {
            return Outcomes.Cancelled;
        }
#pragma warning disable CA1031 // A defect of one step type must fail its step, not stop the worker for all others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcomes.Defect(execution.Request, exception);
        }
    }
}
