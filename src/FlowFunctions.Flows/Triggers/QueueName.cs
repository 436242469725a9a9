using System.Text.RegularExpressions;

namespace FlowFunctions.Flows.Triggers;

/// <summary>The names of queues that flows may use, after the rules of Azure Storage ("Naming queues and metadata") and with those left out that serve others.</summary>
public static partial class QueueName
{
    /// <summary>The queue whose messages name a flow to run.</summary>
    public const string Inbox = "flow-runs";

    /// <summary>What the name of a queue ends in that takes messages which could not be used.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>The most characters of a queue's name.</summary>
    public const int MaxLength = 63;

    /// <summary>The most characters of the name of a queue that is read: the poison queue beside it needs a name, too.</summary>
    public const int MaxReadLength = MaxLength - 7;

    private const int MinLength = 3;

    /// <summary>Whether a text consists of lower-case letters, digits and single hyphens inside.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlain(string text) => Plain.IsMatch(text);

    /// <summary>Why a queue cannot have a name, and what to do: a sentence; null when it can.</summary>
    /// <param name="name">The name.</param>
    /// <param name="maxLength">The most characters that it may have.</param>
    public static string? ProblemOf(string name, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length < MinLength || !IsPlain(name)
                ? $"'{name}' is no name of a queue. Use lower-case letters, digits and single hyphens, 3 to 63 characters."
            : name.Length > maxLength
                ? $"The queue's name '{name}' is too long: {maxLength} characters are left for it here."
            : ReservedFor(name) is { } owner ? $"The queue's name '{name}' is kept for {owner}. Choose another name."
            : null;
    }

    private static string? ReservedFor(string name) =>
        name == Inbox ? "messages that name a flow to run"
        : name.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? "messages that could not be used"
        : name.StartsWith("azure-webjobs-", StringComparison.Ordinal) ? "the Azure Functions host"
        : TaskHub.IsMatch(name) ? "the task hub of Durable Functions"
        : IsOfOtherWorkspace(name) ? "the queues of another workspace"
        : null;

    /// <summary>Whether a name begins as those of another workspace's do.</summary>
    /// <param name="name">The name.</param>
    public static bool IsOfOtherWorkspace(string name) => OtherWorkspace.IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Plain { get; }

    [GeneratedRegex(@"-(control-[0-9]+|workitems)\z", RegexOptions.NonBacktracking)]
    private static partial Regex TaskHub { get; }

    [GeneratedRegex("^w[0-9]+-", RegexOptions.NonBacktracking)]
    private static partial Regex OtherWorkspace { get; }
}
