using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Storage.Queues;

/// <summary>
/// A queue that flows name. A queue of the default workspace has its own name in the storage account; those of others have the workspace in
/// front of it, so that no tenant reaches another's.
/// </summary>
public sealed record WorkspaceQueue
{
    private const string DefaultWorkspace = "default";

    /// <summary>Bytes of the hash that stands for a workspace whose name a queue's cannot hold.</summary>
    private const int HashBytes = 8;

    private WorkspaceQueue(string workspace, string name, string prefix) =>
        (Workspace, Name, StorageName) = (workspace, name, prefix + name);

    /// <summary>The tenant.</summary>
    public string Workspace { get; }

    /// <summary>The name as flows use it.</summary>
    public string Name { get; }

    /// <summary>The name in the storage account.</summary>
    public string StorageName { get; }

    /// <summary>The name, in the storage account, of the queue for messages that could not be used.</summary>
    public string PoisonName => StorageName + QueueName.PoisonSuffix;

    /// <summary>What stands in front of everything in the storage account that senders to a workspace's queues name; empty for the default workspace.</summary>
    /// <remarks>A name that would leave no room for the inbox's is hashed.</remarks>
    public static string InboxPrefixOf(string workspace) =>
        PrefixOf(workspace) is var prefix && prefix.Length + QueueName.Inbox.Length <= QueueName.MaxReadLength
            ? prefix
            : HashPrefixOf(workspace);

    /// <summary>The queue whose messages name a flow of a workspace to run. No flow reads it or sends to it.</summary>
    public static WorkspaceQueue InboxOf(string workspace) => new(workspace, QueueName.Inbox, InboxPrefixOf(workspace));

    /// <summary>Finds the queue for a name; one that a flow may send to.</summary>
    /// <param name="workspace">The tenant; empty where there are none.</param>
    /// <param name="name">The name as a flow has it.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="problem">Why there is none of that name, and what to do: a sentence.</param>
    public static bool TryFind(
        string workspace,
        string name,
        [NotNullWhen(true)] out WorkspaceQueue? queue,
        [NotNullWhen(false)] out string? problem
    ) => TryFind(workspace, name, QueueName.MaxLength, out queue, out problem);

    /// <summary>Finds the queue for a name; one that a flow may read.</summary>
    /// <inheritdoc cref="TryFind(string, string, out WorkspaceQueue, out string)"/>
    public static bool TryFindToRead(
        string workspace,
        string name,
        [NotNullWhen(true)] out WorkspaceQueue? queue,
        [NotNullWhen(false)] out string? problem
    ) => TryFind(workspace, name, QueueName.MaxReadLength, out queue, out problem);

    private static bool TryFind(
        string workspace,
        string name,
        int maxLength,
        out WorkspaceQueue? queue,
        out string? problem
    )
    {
        var prefix = PrefixOf(workspace);
        problem = QueueName.ProblemOf(name, maxLength - prefix.Length);
        queue = problem is null ? new WorkspaceQueue(workspace, name, prefix) : null;
        return problem is null;
    }

    // The length in front tells where the workspace's name ends, so that two workspaces never share a name.
    private static string PrefixOf(string workspace) =>
        workspace is "" or DefaultWorkspace ? ""
        : QueueName.IsPlain(workspace)
            ? string.Create(CultureInfo.InvariantCulture, $"w{workspace.Length}-{workspace}-")
        : HashPrefixOf(workspace);

    private static string HashPrefixOf(string workspace) =>
        $"w0-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workspace)).AsSpan(0, HashBytes))}-";
}
