using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>What all shards of an engine share.</summary>
internal sealed record ShardServices
{
    public required EmbeddedEngineOptions Options { get; init; }

    public required JournalWriter Journal { get; init; }

    public required LiveRecords Live { get; init; }

    public required IStepExecutor Executor { get; init; }

    public required IRunRecorder Recorder { get; init; }

    public required Dispatcher Dispatcher { get; init; }

    public required LargeValues Values { get; init; }

    public required ChildPlans ChildPlans { get; init; }

    public required OpenRunLimit Limit { get; init; }

    public required AdmissionTable Admission { get; init; }

    public required EngineMetrics Metrics { get; init; }

    /// <summary>Is told what takes too long, or null.</summary>
    public IEngineObserver? Observer { get; init; }

    /// <summary>The shard that a run belongs to.</summary>
    public required Func<string, Shard> ShardOf { get; init; }

    /// <summary>Tells all shards that the engine cannot go on.</summary>
    public required Action<Exception> FailAll { get; init; }
}
