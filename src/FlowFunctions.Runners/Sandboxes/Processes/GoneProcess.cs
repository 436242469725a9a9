using FlowFunctions.Runners.Sandboxes.Watch;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>
/// Sees off the first process of a sandbox whose monitor has ended before it: it is killed with its monitor, and belongs to the machine's
/// first process then, or to the app when that is the first one of its container.
/// </summary>
internal static class GoneProcess
{
    private const int Tries = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits until it is gone. One that its parent has not looked at yet is: nothing is left in its sandbox then.</summary>
    /// <param name="process">Its id.</param>
    public static async Task WaitAsync(int process)
    {
        for (var i = 0; i < Tries && Libc.Signal(process, Libc.Kill) == 0 && !ProcessTree.HasEnded(process); i++)
        {
            if (Libc.Wait(process, out _, 0) == process)
            {
                return;
            }

            await Task.Delay(Pause);
        }
    }
}
