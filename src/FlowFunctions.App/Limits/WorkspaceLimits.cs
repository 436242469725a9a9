using System.Globalization;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits;

/// <summary>The limits of a workspace as they hold now.</summary>
internal sealed class WorkspaceLimits
{
    private readonly long?[] _values = new long?[Limit.All.Count];
    private readonly LimitRecord?[] _set = new LimitRecord?[Limit.All.Count];

    /// <param name="settings">The installation's.</param>
    /// <param name="set">What was set for the workspace.</param>
    public WorkspaceLimits(LimitSettings settings, IEnumerable<LimitRecord> set)
    {
        foreach (var (kind, value) in settings.Defaults)
        {
            _values[(int)kind] = value;
        }

        foreach (var record in set)
        {
            // A newer app may know more of them.
            if (Limit.Find(record.Name) is { Kind: var kind })
            {
                (_values[(int)kind], _set[(int)kind]) = (record.Value, record);
            }
        }

        Policy = string.Join(", ", PolicyOf(LimitKind.CallerRequests), PolicyOf(LimitKind.WorkspaceRequests))
            .Trim(',', ' ');
    }

    /// <summary>What <c>RateLimit-Policy</c> says; empty without limits of rates.</summary>
    public string Policy { get; }

    /// <summary>The value of a limit; null when nothing is limited.</summary>
    public long? this[LimitKind kind] => _values[(int)kind];

    /// <summary>Who has set a limit, and to what; null where the default holds.</summary>
    public LimitRecord? SetOf(LimitKind kind) => _set[(int)kind];

    private string PolicyOf(LimitKind kind) =>
        this[kind] is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"\"{Rates.RateNames.Of(kind)}\";q={value};w=1")
            : "";
}
