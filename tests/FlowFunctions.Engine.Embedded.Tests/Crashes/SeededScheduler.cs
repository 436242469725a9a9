namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>Carries out what is ready one piece at a time on the caller's thread, in an order that a seed decides.</summary>
internal sealed class SeededScheduler(Random random) : TaskScheduler
{
    private readonly List<Task> _ready = [];

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Carries one piece of work out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool RunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var index = random.Next(_ready.Count);
        var task = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        return TryExecuteTask(task);
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;

    protected override void QueueTask(Task task) => _ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
