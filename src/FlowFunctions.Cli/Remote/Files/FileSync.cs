using System.Globalization;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary>Makes the files of a server those of a folder.</summary>
/// <param name="remote">The server's files.</param>
/// <param name="options">How.</param>
/// <param name="terminal">Where to say what was done.</param>
internal sealed class FileSync(RemoteFiles remote, SyncOptions options, Terminal terminal)
{
    private (string Id, int Version)? _outdated;

    /// <summary>Syncs a folder.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="prefix">What the paths on the server begin with: empty, or a folder with <c>/</c> at its end.</param>
    /// <param name="cancellationToken">Stops it; what is done by then is kept.</param>
    /// <returns>How it ended.</returns>
    public async Task<SyncEnd> RunAsync(FlowFolderFiles files, string prefix, CancellationToken cancellationToken)
    {
        var there = await ListAsync(prefix, cancellationToken);
        var known = SyncBases.Find(files.Folder, remote.Server, prefix);
        var plan = SyncPlan.Of(files.Hashes, there, known, options);
        if (options.DryRun || plan.Any(static step => step.IsConflict))
        {
            return Show(plan, prefix);
        }

        var seen = new SortedDictionary<string, string>(there, StringComparer.Ordinal);
        try
        {
            foreach (var step in plan.Where(static step => step.IsChange))
            {
                await CarryOutAsync(step, files, prefix, cancellationToken);
                Say(step, prefix);
                Note(seen, step);
            }
        }
        catch (ServerException refusal) when (refusal.Problem.Status is 412 or 428)
        {
            await terminal.Error.WriteLineAsync(
                "flow: Somebody else has changed a file at this moment. Sync again to see what."
            );
            return new SyncEnd(ExitCode.Conflict, plan);
        }
        finally
        {
            // Only what this folder has had: what others put there is not its to delete.
            var own = seen.Where(file => files.Hashes.ContainsKey(file.Key) || known.ContainsKey(file.Key));
            SyncBases.Keep(
                files.Folder,
                new SyncBase(
                    remote.Server,
                    prefix,
                    new(own.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)
                )
            );
        }

        return new SyncEnd(ExitCode.Succeeded, plan) { OutdatedFlow = _outdated };
    }

    private async Task<Dictionary<string, string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var there = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var item in remote.ListAsync(prefix, cancellationToken))
        {
            var file = RemoteFile.Read(item);
            if (FlowFilePath.IsPinned(file.Path[prefix.Length..]))
            {
                there[file.Path[prefix.Length..]] = file.Sha256;
            }
        }

        return there;
    }

    private async Task CarryOutAsync(
        SyncStep step,
        FlowFolderFiles files,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var path = prefix + step.Path;
        if (step.Action == SyncAction.Delete)
        {
            await remote.DeleteAsync(path, FileConditions.TagOf(step.Remote!), cancellationToken);
            return;
        }

        // Without a condition a file that is there stays, unless it has this very content: a repeated request may have put it there.
        (string, string)? condition = step.Remote is { } replaced ? FileConditions.MustBe(replaced) : null;
        var content = files.ContentOf(step.Local!);
        var written = await remote.PutAsync(path, content, condition, options.Message, cancellationToken);
        _outdated = written.OutdatedFlow ?? _outdated;
    }

    private static void Note(SortedDictionary<string, string> seen, SyncStep step)
    {
        if (step.Local is { } local)
        {
            seen[step.Path] = local;
        }
        else
        {
            seen.Remove(step.Path);
        }
    }

    /// <summary>Says what would be done, or why nothing was.</summary>
    private SyncEnd Show(IReadOnlyList<SyncStep> plan, string prefix)
    {
        foreach (var step in plan.Where(step => step.IsConflict || options.DryRun && step.IsChange))
        {
            Say(step, prefix);
        }

        if (!plan.Any(static step => step.IsConflict))
        {
            return new SyncEnd(ExitCode.Succeeded, plan);
        }

        terminal.Error.WriteLine(
            "flow: Nothing was synced: the server has changes that this folder has not seen. 'flow files get' fetches a file, --force overwrites all."
        );
        return new SyncEnd(ExitCode.Conflict, plan);
    }

    private void Say(SyncStep step, string prefix)
    {
        var text = step.Action switch
        {
            SyncAction.Create => "new      ",
            SyncAction.Replace => "changed  ",
            SyncAction.Delete => "deleted  ",
            SyncAction.Gone => "CONFLICT (deleted on the server)  ",
            _ => "CONFLICT (changed on the server)  ",
        };
        var output = step.IsConflict ? terminal.Error : terminal.Output;
        output.WriteLine(PlainText.Line($"{text}{prefix}{step.Path}"));
    }
}

/// <summary>How a sync ended.</summary>
/// <param name="ExitCode">The exit code that it calls for.</param>
/// <param name="Plan">What was to be done.</param>
internal sealed record SyncEnd(int ExitCode, IReadOnlyList<SyncStep> Plan)
{
    /// <summary>The flow that has older contents of the files, and that flow's version; null when none was seen.</summary>
    public (string Id, int Version)? OutdatedFlow { get; init; }

    /// <summary>The files that the server has then: paths and SHA-256 of contents.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        Plan.Where(static step => step.Action != SyncAction.Delete)
            .ToDictionary(static step => step.Path, static step => step.Local ?? step.Remote!, StringComparer.Ordinal);

    /// <summary>In a line: <c>2 new, 1 changed, 0 deleted, 4 unchanged</c>.</summary>
    public string Summary =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(SyncAction.Create)} new, {Count(SyncAction.Replace)} changed, {Count(SyncAction.Delete)} deleted, {Count(SyncAction.Nothing)} unchanged"
        );

    private int Count(SyncAction action) => Plan.Count(step => step.Action == action);
}
