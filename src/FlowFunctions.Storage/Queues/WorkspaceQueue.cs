using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.Storage.Queues;

/// <summary>
/// A queue that flows name. A queue of the default workspace has its own name in the storage account; those of others have the workspace in
/// front of it, so that no tenant reaches another's.
/// </summary>
public sealed partial record WorkspaceQueue
{
    /// <summary>What the name of a queue ends in that takes messages which could not be used.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>The queue whose messages name a flow to run.</summary>
    public const string Inbox = "flow-runs";

    /// <summary>The most characters of a name in the storage account (Naming queues and metadata, Queue service).</summary>
    public const int MaxLength = 63;

    private const string DefaultWorkspace = "default";
    private const int MinLength = 3;

    /// <summary>Bytes of the hash that stands for a workspace whose name a queue's cannot hold.</summary>
    private const int HashBytes = 8;

    private WorkspaceQueue(string workspace, string name, string storageName) =>
        (Workspace, Name, StorageName) = (workspace, name, storageName);

    /// <summary>The tenant.</summary>
    public string Workspace { get; }

    /// <summary>The name as flows use it.</summary>
    public string Name { get; }

    /// <summary>The name in the storage account.</summary>
    public string StorageName { get; }

    /// <summary>The name, in the storage account, of the queue for messages that could not be used.</summary>
    public string PoisonName => StorageName + PoisonSuffix;

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
    ) => TryFind(workspace, name, MaxLength, out queue, out problem);

    /// <summary>Finds the queue for a name; one that a flow may read: the poison queue beside it needs a name, too.</summary>
    /// <inheritdoc cref="TryFind(string, string, out WorkspaceQueue, out string)"/>
    public static bool TryFindToRead(
        string workspace,
        string name,
        [NotNullWhen(true)] out WorkspaceQueue? queue,
        [NotNullWhen(false)] out string? problem
    ) => TryFind(workspace, name, MaxLength - PoisonSuffix.Length, out queue, out problem);

    private static bool TryFind(
        string workspace,
        string name,
        int maxLength,
        out WorkspaceQueue? queue,
        out string? problem
    )
    {
        queue = null;
        var prefix = PrefixOf(workspace);
        problem =
            name.Length < MinLength || !Plain.IsMatch(name)
                ? $"'{name}' is no name of a queue. Use lower-case letters, digits and single hyphens, 3 to 63 characters."
            : prefix.Length + name.Length > maxLength
                ? $"The queue's name '{name}' is too long: {maxLength - prefix.Length} characters are left for it here."
            : ReservedFor(name) is { } owner ? $"The queue's name '{name}' is kept for {owner}. Choose another name."
            : null;
        if (problem is null)
        {
            queue = new WorkspaceQueue(workspace, name, prefix + name);
        }

        return problem is null;
    }

    // The length in front tells where the workspace's name ends, so that two workspaces never share a name.
    private static string PrefixOf(string workspace) =>
        workspace is "" or DefaultWorkspace ? ""
        : Plain.IsMatch(workspace) ? string.Create(CultureInfo.InvariantCulture, $"w{workspace.Length}-{workspace}-")
        : $"w0-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workspace)).AsSpan(0, HashBytes))}-";

    private static string? ReservedFor(string name) =>
        name == Inbox ? "messages that name a flow to run"
        : name.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? "messages that could not be used"
        : name.StartsWith("azure-webjobs-", StringComparison.Ordinal) ? "the Azure Functions host"
        : TaskHub.IsMatch(name) ? "the task hub of Durable Functions"
        : OtherWorkspace.IsMatch(name) ? "the queues of another workspace"
        : null;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Plain { get; }

    [GeneratedRegex("-(control-[0-9]+|workitems)\\z", RegexOptions.NonBacktracking)]
    private static partial Regex TaskHub { get; }

    [GeneratedRegex("^w[0-9]+-", RegexOptions.NonBacktracking)]
    private static partial Regex OtherWorkspace { get; }
}
