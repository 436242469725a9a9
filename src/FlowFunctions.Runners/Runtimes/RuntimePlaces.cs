namespace FlowFunctions.Runners.Runtimes;

/// <summary>Where a process finds its things, as it sees them.</summary>
internal sealed record RuntimePlaces
{
    /// <summary>The starters.</summary>
    public required string Boot { get; init; }

    /// <summary>The script's folder.</summary>
    public required string Work { get; init; }

    /// <summary>The folder for the input and the output.</summary>
    public required string Run { get; init; }

    /// <summary>The folder for secrets in files.</summary>
    public required string Secrets { get; init; }

    /// <summary>The folder for temporary files.</summary>
    public required string Temporary { get; init; }

    /// <summary>Where layers are found in a sandbox, by runtime.</summary>
    public static string Layer(Calls.ScriptRuntime runtime) =>
        runtime switch
        {
            Calls.ScriptRuntime.Python => "/layer/python",
            // An ES module finds packages only in folders named node_modules above it.
            Calls.ScriptRuntime.Node => "/node_modules",
            _ => "/layer/bash",
        };

    /// <summary>In a sandbox.</summary>
    public static RuntimePlaces Sandboxed { get; } =
        new()
        {
            Boot = "/flow",
            Work = "/work",
            Run = "/run",
            Secrets = "/run/secrets",
            Temporary = "/tmp",
        };
}
