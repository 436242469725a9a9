namespace FlowFunctions.Storage.Runs;

/// <summary>A run as it is kept.</summary>
/// <param name="Header">What lists show.</param>
/// <param name="History">Its events in the engine's form; the store does not look inside.</param>
public sealed record RunRecord(RunHeader Header, ReadOnlyMemory<byte> History);

/// <summary>A run that could not be written.</summary>
/// <param name="Record">The run.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="IsTransient">Whether another attempt may help.</param>
public sealed record RunWriteFailure(RunRecord Record, string Reason, bool IsTransient);

/// <summary>A run that could not be deleted.</summary>
/// <param name="Run">The run.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="IsTransient">Whether another attempt may help.</param>
public sealed record RunDeleteFailure(RunHeader Run, string Reason, bool IsTransient);
