using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>How the engine works; every limit has a default that suits the Functions host.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>From which sizes on values stay out of histories.</summary>
    public PayloadLimits Payloads { get; init; } = new();

    /// <summary>The most bytes of a run's input, trigger and environment together, and of a signal; by default 4 MB.</summary>
    public int MaxPayloadBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// The longest that one call of a step may take, by default 9 minutes and a half. The host kills the whole handler when a function
    /// takes longer than its <c>functionTimeout</c>, so this must be below it.
    /// </summary>
    public TimeSpan MaxCall { get; init; } = TimeSpan.FromSeconds(570);

    /// <summary>How often a step that takes long asks whether its run still wants it, when another process carries the run out; by default every 15 seconds.</summary>
    public TimeSpan AskWhetherWanted { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes of the runs that are kept folded in memory between their turns; by default 128 MB. With 0 each turn folds from the start.</summary>
    public long CacheBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>How long an ended instance stays in the backend for people who look at it there; by default a day. Records stay.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often a run that the host failed is let go on before it is recorded as failed; by default 3 times.</summary>
    public int MaxRewinds { get; init; } = 3;

    /// <summary>How often the record of an open run is stored whose history is too long for the backend's custom status; by default every 2 seconds.</summary>
    public TimeSpan OpenRecordInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How old the record of an open run must be before the backend is asked whether it has the run; by default 2 minutes.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromMinutes(2);

    internal FoldRules Rules { get; init; } = new();
}
