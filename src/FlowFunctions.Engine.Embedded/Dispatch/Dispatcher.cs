using System.Threading.Channels;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Embedded.Scheduling;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>
/// Executes steps, a bounded number at once, first come first served. Its queue needs no bound of its own: it holds at most the
/// open executions of the open runs, which are bounded.
/// </summary>
internal sealed class Dispatcher
{
    private readonly IStepExecutor _executor;
    private readonly TimeProvider _time;
    private readonly Channel<Execution> _queue = Channel.CreateUnbounded<Execution>();
    private readonly Task _workers;
    private volatile bool _stopping;

    public Dispatcher(IStepExecutor executor, TimeProvider time, int concurrency, TaskScheduler scheduler)
    {
        _executor = executor;
        _time = time;
        _workers = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => scheduler.Run(WorkAsync)));
    }

    public void Enqueue(Execution execution) => _queue.Writer.TryWrite(execution);

    /// <summary>From now on no execution starts and none is answered: a restart executes them again.</summary>
    public void Stop()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Waits for the executions that go on; those that do not stop in time are left behind.</summary>
    public async Task WaitAsync(TimeSpan timeout)
    {
        try
        {
            await _workers.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            // Nobody listens to them any more.
        }
    }

    private async Task WorkAsync()
    {
        // Not ReadAllAsync: it would leave the scheduler between two executions.
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var execution))
            {
                await CarryOutAsync(execution);
            }
        }
    }

    private async ValueTask CarryOutAsync(Execution execution)
    {
        if (_stopping)
        {
            return;
        }

        var outcome = await ExecuteAsync(execution);
        if (!_stopping)
        {
            execution.Answer(outcome, _time.GetUtcNow());
        }
    }

    private async Task<StepOutcome> ExecuteAsync(Execution execution)
    {
        if (execution.Token.IsCancellationRequested)
        {
            return Outcomes.Cancelled;
        }

        try
        {
            return await _executor.ExecuteAsync(execution.Request, execution.Token);
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
