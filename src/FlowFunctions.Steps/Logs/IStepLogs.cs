using FlowFunctions.Engine.Contracts;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Steps.Logs;

/// <summary>Where steps write their logs.</summary>
public interface IStepLogs
{
    /// <summary>Opens the log of an attempt; one that goes on after a crash is continued. Nothing is stored before there are lines.</summary>
    /// <param name="request">The attempt.</param>
    IStepLog Open(StepRequest request);
}

/// <summary>The log of a step attempt. Disposing it stores what waits.</summary>
public interface IStepLog : IAsyncDisposable
{
    /// <summary>Adds a line; the time is now. It must not block.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="text">What it says, without secrets.</param>
    void Write(ScriptLogLevel level, string text);
}

/// <summary>Logs that nobody reads.</summary>
public sealed class NoLogs : IStepLogs, IStepLog
{
    /// <summary>The only instance.</summary>
    public static NoLogs Instance { get; } = new();

    /// <inheritdoc/>
    public IStepLog Open(StepRequest request) => this;

    /// <inheritdoc/>
    public void Write(ScriptLogLevel level, string text) { }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
