namespace FlowFunctions.Cli.Run;

/// <summary>The folder of one run: its journal and the plans it needs. One folder each, so that any number of runs go on side by side.</summary>
internal sealed class RunFolder
{
    private const int MaxListed = 10;
    private readonly string _runs;
    private readonly bool _keep;

    private RunFolder(string runs, string runId, bool keep)
    {
        (_runs, _keep) = (runs, keep);
        Path = System.IO.Path.Combine(runs, runId);
    }

    /// <summary>The folder of a run.</summary>
    /// <param name="options">Where journals are kept.</param>
    /// <param name="runId">The run.</param>
    public static RunFolder Of(RunOptions options, string runId) =>
        new(
            options.Journal ?? System.IO.Path.Combine(FlowFolder(options.File), ".flow", "runs"),
            runId,
            keep: options.Journal is not null
        );

    public string Path { get; }

    public string Journal => System.IO.Path.Combine(Path, "journal");

    public string Plans => System.IO.Path.Combine(Path, "plans");

    public bool Exists => Directory.Exists(Path);

    /// <summary>What to tell somebody who asks for a run that is not here.</summary>
    public string MissingMessage(string runId)
    {
        var others = Others().Take(MaxListed).ToArray();
        var hint = others.Length == 0 ? "No run is open there." : $"Open there: {string.Join(", ", others)}.";
        return $"There is no run {runId} to continue in {_runs}. {hint}";
    }

    /// <summary>Removes what is not needed any more after the run's end, unless the user wants to keep it.</summary>
    public void Clear()
    {
        if (_keep)
        {
            return;
        }

        Directory.Delete(Path, recursive: true);
        RemoveEmpty(_runs);
        RemoveEmpty(System.IO.Path.GetDirectoryName(_runs)!);
    }

    /// <summary>The runs that have folders here, newest first.</summary>
    private IEnumerable<string> Others() =>
        Directory.Exists(_runs)
            ? Directory
                .EnumerateDirectories(_runs)
                .Select(static folder => System.IO.Path.GetFileName(folder))
                .OrderDescending(StringComparer.Ordinal)
            : [];

    /// <summary>The folder that a flow's file lies in.</summary>
    public static string FlowFolder(string file) =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file)) ?? Directory.GetCurrentDirectory();

    private static void RemoveEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Another run has its folder in it, or something else lies there: it stays.
        }
    }
}
