using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>A run as a turn left it: of this process, or read from the backend.</summary>
public sealed record OpenRun
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its flow.</summary>
    public required string FlowId { get; init; }

    /// <summary>The tenant it belongs to.</summary>
    public required string Workspace { get; init; }

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Number of its events.</summary>
    public required int Events { get; init; }

    /// <summary>
    /// Its events as <see cref="Engine.History.HistoryWriter"/> writes them, <see cref="RunStart"/> included; null when they are too many
    /// for the backend: then the archive has them, a few seconds old.
    /// </summary>
    public ReadOnlyMemory<byte>? History { get; init; }

    /// <summary>How it ended, once it has; its record is being stored.</summary>
    public RunResult? Result { get; init; }

    /// <summary>The executions under way that were told to stop, by their commands; the first hundred.</summary>
    public IReadOnlyList<int> GivenUp { get; init; } = [];

    /// <summary>How often the backend has let it go on after the host had failed it.</summary>
    public int Rewinds { get; init; }
}

/// <summary>Is told of turns that this process has carried out.</summary>
public interface IOpenRunWatcher
{
    /// <summary>Whether somebody looks at a run.</summary>
    bool Watches(string runId);

    /// <summary>A turn of a run that is watched was carried out; the backend is about to make it durable.</summary>
    void Turned(OpenRun run);
}
