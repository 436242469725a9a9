namespace FlowFunctions.Cli.Remote.Files;

/// <summary>What syncing a file comes to.</summary>
internal enum SyncAction
{
    /// <summary>The server has it.</summary>
    Nothing,

    /// <summary>The server does not have it.</summary>
    Create,

    /// <summary>The server has what the folder had when it was last synced.</summary>
    Replace,

    /// <summary>It is gone from the folder.</summary>
    Delete,

    /// <summary>The server has something that this folder never had: it stays.</summary>
    Keep,

    /// <summary>The server's was changed since the folder was last synced.</summary>
    Changed,

    /// <summary>The server's was deleted since the folder was last synced.</summary>
    Gone,
}

/// <summary>What to do with a file.</summary>
/// <param name="Path">Its path in the folder.</param>
/// <param name="Action">What to do.</param>
/// <param name="Local">The SHA-256 of the folder's content, or null.</param>
/// <param name="Remote">The SHA-256 of the server's content, or null.</param>
internal sealed record SyncStep(string Path, SyncAction Action, string? Local, string? Remote)
{
    /// <summary>Whether somebody else's change would be overwritten.</summary>
    public bool IsConflict => Action is SyncAction.Changed or SyncAction.Gone;

    /// <summary>Whether the server is changed.</summary>
    public bool IsChange => Action is SyncAction.Create or SyncAction.Replace or SyncAction.Delete;
}

/// <summary>Decides what syncing a folder comes to.</summary>
internal static class SyncPlan
{
    /// <summary>What to do, by path.</summary>
    /// <param name="local">The folder's files and their hashes.</param>
    /// <param name="remote">The server's.</param>
    /// <param name="known">Those that the server had when the folder was last synced.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<SyncStep> Of(
        IReadOnlyDictionary<string, string> local,
        IReadOnlyDictionary<string, string> remote,
        IReadOnlyDictionary<string, string> known,
        SyncOptions options
    ) =>
        [
            .. local
                .Keys.Union(remote.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(path =>
                {
                    var (mine, theirs) = (local.GetValueOrDefault(path), remote.GetValueOrDefault(path));
                    var action = Decide(mine, theirs, known.GetValueOrDefault(path), options);
                    return new SyncStep(path, action, mine, theirs);
                }),
        ];

    private static SyncAction Decide(string? local, string? remote, string? known, SyncOptions options) =>
        (local, remote) switch
        {
            (null, _) when !options.Delete => SyncAction.Keep,
            (null, _) when options.Force || remote == known => SyncAction.Delete,
            (null, _) => known is null ? SyncAction.Keep : SyncAction.Changed,
            (_, null) => options.Force || known is null ? SyncAction.Create : SyncAction.Gone,
            _ when local == remote => SyncAction.Nothing,
            _ => options.Force || remote == known ? SyncAction.Replace : SyncAction.Changed,
        };
}

/// <summary>What <c>flow files sync</c> was told.</summary>
/// <param name="Delete">Whether files go that are gone from the folder.</param>
/// <param name="Force">Whether to overwrite whatever is there.</param>
/// <param name="DryRun">Whether to show only what would be done.</param>
/// <param name="Message">What to say about the changes, or null.</param>
internal sealed record SyncOptions(
    bool Delete = false,
    bool Force = false,
    bool DryRun = false,
    string? Message = null
);
