using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>
/// Steps by the signal they wait for, first come first served. Those that do not wait any more are passed over. A value, because most
/// runs have one such step or none: keep it in a field, and do not copy it.
/// </summary>
internal struct SignalWaiters
{
    private StepInstance? _one;
    private string? _oneName;
    private Dictionary<string, Queue<StepInstance>>? _many;

    public void Add(string name, StepInstance step)
    {
        if (_one is null && _many is null)
        {
            (_one, _oneName) = (step, name);
            return;
        }

        if (_one is not null)
        {
            Enqueue(_oneName!, _one);
            _one = null;
        }

        Enqueue(name, step);
    }

    /// <summary>Takes out the step that has waited longest for a signal; null when none waits for it.</summary>
    public StepInstance? Take(string name)
    {
        if (_one is { } one)
        {
            if (_oneName != name)
            {
                return null;
            }

            _one = null;
            return Waits(one, name) ? one : null;
        }

        while (_many is not null && _many.TryGetValue(name, out var queue) && queue.TryDequeue(out var step))
        {
            if (Waits(step, name))
            {
                return step;
            }
        }

        return null;
    }

    private static bool Waits(StepInstance step, string name) =>
        step.Status == StepStatus.Waiting && step.Wait?.Signal == name;

    private void Enqueue(string name, StepInstance step)
    {
        _many ??= new(StringComparer.Ordinal);
        if (!_many.TryGetValue(name, out var queue))
        {
            _many.Add(name, queue = new());
        }

        queue.Enqueue(step);
    }
}
