using FlowFunctions.Engine.Embedded.Tests.Engine;

namespace FlowFunctions.Storage.Tests.Servers;

internal static class ManualTimeExtensions
{
    /// <summary>Lets time pass whenever something waits for it, until a task has ended.</summary>
    public static async Task UntilDoneAsync(this ManualTime time, Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            if (time.NextDue is not null)
            {
                time.Advance(step);
            }

            await Task.Yield();
        }
    }
}
