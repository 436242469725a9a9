using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>What folds work with; nothing of it does I/O.</summary>
/// <param name="Executor">Evaluates pure steps.</param>
/// <param name="Values">Tells which values are large.</param>
/// <param name="Rules">The engine's limits.</param>
internal sealed record FoldServices(IStepExecutor Executor, LargeValues Values, FoldRules Rules);

/// <summary>Limits that a replay must apply as the first turn did; changing one changes nothing that a history shows already.</summary>
internal sealed record FoldRules
{
    /// <summary>How often a step attempt is scheduled again when what executes it breaks; no retry of the flow.</summary>
    public int MaxBrokenCalls { get; init; } = 5;

    /// <summary>Backends limit how far away a timer may be; a longer one is armed again on the way.</summary>
    public TimeSpan LongestTimer { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How often the record of a run is tried to be stored before the run ends without.</summary>
    public int MaxRecordTries { get; init; } = 100;

    /// <summary>The first pause after a record could not be stored; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The first pause before a run that waits for a place asks by itself; it doubles up to <see cref="LongestAdmissionPause"/>.</summary>
    public TimeSpan FirstAdmissionPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two questions; each adds some eight events to the history of a run that waits.</summary>
    public TimeSpan LongestAdmissionPause { get; init; } = TimeSpan.FromMinutes(5);
}
