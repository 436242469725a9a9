using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;

namespace FlowFunctions.Engine.DurableTask.Activities;

/// <summary>
/// Finds out that nobody wants a step's answer any more when the run is carried out by another process, which cannot tell: the step asks
/// the backend now and then.
/// </summary>
internal sealed class AbandonedCalls(ITaskHubClient hub, DurableEngineOptions options)
{
    /// <summary>Watches an execution until it ends; one that ends soon costs nothing.</summary>
    public IDisposable Watch(string runId, int commandId, RunningCalls.Call call)
    {
        var period = options.AskWhetherWanted;
        return options.TimeProvider.CreateTimer(_ => _ = AskAsync(runId, commandId, call), state: null, period, period);
    }

    private async Task AskAsync(string runId, int commandId, RunningCalls.Call call)
    {
        try
        {
            var instance = await hub.GetAsync(runId, call.Token);
            var run = OpenStatus.Read(runId, instance?.CustomStatus);
            if (
                instance?.Status is InstanceStatus.Completed or InstanceStatus.Terminated
                || run?.Result is not null
                || run?.GivenUp.Contains(commandId) == true
            )
            {
                call.GiveUp();
            }
        }
        catch (Exception exception)
            when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It is asked again, or has ended.
        }
    }
}
