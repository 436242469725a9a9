using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Executions;

/// <summary>Opens ways to the network for scripts that may use it. Thread-safe.</summary>
internal interface IEgress
{
    /// <summary>Environment variables by which programs inside find the way.</summary>
    IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Writes what starters load inside, into the folder of the starters.</summary>
    /// <param name="folder">The folder.</param>
    void WriteInside(string folder);

    /// <summary>Opens a way for one process.</summary>
    IEgressWay Open();
}

/// <summary>The way of one process to the network.</summary>
internal interface IEgressWay : IAsyncDisposable
{
    /// <summary>The path of its Unix socket.</summary>
    string Path { get; }

    /// <summary>Is told what is contacted; null while there is no call.</summary>
    IScriptLog? Log { get; set; }
}
