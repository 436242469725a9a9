namespace FlowFunctions.Engine.Embedded.Scheduling;

/// <summary>Loops on a scheduler, so that tests can carry out an engine's work in an order of their own.</summary>
internal static class SchedulerExtensions
{
    /// <summary>What <see cref="Task.Run(Func{Task})"/> does on the default scheduler.</summary>
    public static Task Run(this TaskScheduler scheduler, Func<Task> loop) =>
        Task.Factory.StartNew(loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
}
