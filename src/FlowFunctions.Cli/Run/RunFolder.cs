using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Run;

/// <summary>The folder of one run: its journal and the plans it needs. One folder each, so that any number of runs go on side by side.</summary>
internal sealed class RunFolder
{
    private const int MaxListed = 10;

    /// <summary>Segments of a journal begin with a header of so many bytes; a run is in those that are longer.</summary>
    private const int JournalHeaderBytes = 16;
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

    public string Journal => JournalOf(Path);

    public string Plans => System.IO.Path.Combine(Path, "plans");

    /// <summary>The contents of the files that its flows use.</summary>
    public string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>Whether a journal was begun here, with or without a run; any folder of the user's may have the run's name.</summary>
    public bool Exists => SegmentsAt(Path).Any();

    /// <summary>Whether the run was started; a process that was killed before leaves a journal without a run.</summary>
    public bool HoldsRun => HoldsRunAt(Path);

    /// <summary>The id of the flow that the run is a run of, or null when it is not known.</summary>
    public string? Flow => File.Exists(FlowFile) && File.ReadAllText(FlowFile) is { Length: > 0 } id ? id : null;

    private string FlowFile => System.IO.Path.Combine(Path, "flow");

    /// <summary>Notes the flow, so that the run is not taken for one of another; before the run is started.</summary>
    public void KeepFlow(string id) => File.WriteAllText(FlowFile, id);

    /// <summary>What to tell somebody who asks for a run that is not here.</summary>
    public string MissingMessage(string runId)
    {
        var others = Others().Take(MaxListed).ToArray();
        var hint = others.Length == 0 ? "No run is open there." : $"Open there: {string.Join(", ", others)}.";
        return $"There is no run {runId} to continue in {_runs}. {hint}";
    }

    /// <summary>Removes what is not needed any more after the run's end, unless the user wants to keep it.</summary>
    /// <param name="status">How the run ended; kept for people, and so that it is not taken for open.</param>
    public void Close(RunStatus status)
    {
        if (_keep)
        {
            File.WriteAllText(EndFileOf(Path), status.ToString());
        }
        else
        {
            Remove();
        }
    }

    /// <summary>
    /// Removes the folder, and those around it that were made for it and are empty now. One with anything else in it belongs to the
    /// user, who happened to give the run its name: it stays.
    /// </summary>
    public void Remove()
    {
        string[] own = [Journal, Plans, Files, FlowFile, EndFileOf(Path)];
        if (Directory.EnumerateFileSystemEntries(Path).Except(own, StringComparer.Ordinal).Any())
        {
            return;
        }

        Directory.Delete(Path, recursive: true);
        if (_keep)
        {
            return;
        }

        RemoveEmpty(_runs);
        RemoveEmpty(System.IO.Path.GetDirectoryName(_runs)!);
    }

    /// <summary>The runs that can be continued here, newest first.</summary>
    private IEnumerable<string> Others() =>
        Directory.Exists(_runs)
            ? Directory
                .EnumerateDirectories(_runs)
                .Where(static folder => HoldsRunAt(folder) && !File.Exists(EndFileOf(folder)))
                .Select(static folder => System.IO.Path.GetFileName(folder))
                .OrderDescending(StringComparer.Ordinal)
            : [];

    /// <summary>The folder that a flow's file lies in.</summary>
    public static string FlowFolder(string file) =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file)) ?? Directory.GetCurrentDirectory();

    private static string JournalOf(string folder) => System.IO.Path.Combine(folder, "journal");

    private static string EndFileOf(string folder) => System.IO.Path.Combine(folder, "ended");

    private static bool HoldsRunAt(string folder) =>
        SegmentsAt(folder).Any(static segment => segment.Length > JournalHeaderBytes);

    private static IEnumerable<FileInfo> SegmentsAt(string folder) =>
        Directory.Exists(JournalOf(folder)) ? new DirectoryInfo(JournalOf(folder)).EnumerateFiles("*.journal") : [];

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
