using FlowFunctions.Runners.Places;
using FlowFunctions.Runners.Runtimes;

namespace FlowFunctions.Runners.Executions;

/// <summary>What one process has on the machine's disk, and its way out.</summary>
internal sealed class ProcessPlace : IAsyncDisposable
{
    /// <summary>The folder that holds all of it.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder for the script's files.</summary>
    public required string Work { get; init; }

    /// <summary>Where the process itself finds its things.</summary>
    public required RuntimePlaces Inside { get; init; }

    /// <summary>Whether the process can only read the script's files.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>Its way out, or null.</summary>
    public IEgressWay? Way { get; init; }

    public async ValueTask DisposeAsync()
    {
        RunnerFolder.Remove(Folder);
        if (Way is not null)
        {
            await Way.DisposeAsync();
        }
    }
}
