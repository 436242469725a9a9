using System.Globalization;

namespace FlowFunctions.App.Triggers;

/// <summary>Which trigger.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="FlowId">Its flow.</param>
/// <param name="TriggerId">Its id in the flow.</param>
internal readonly record struct TriggerKey(string Workspace, string FlowId, string TriggerId)
{
    private const char Separator = '.';

    /// <summary>What people and the API call it, such as <c>order-intake.nightly</c>: ids of flows have no dot.</summary>
    public string Id => $"{FlowId}{Separator}{TriggerId}";

    /// <summary>The trigger that an id names; null when the id has another form.</summary>
    public static TriggerKey? Parse(string workspace, string id)
    {
        var dot = id.IndexOf(Separator, StringComparison.Ordinal);
        return dot > 0 && dot < id.Length - 1 ? new TriggerKey(workspace, id[..dot], id[(dot + 1)..]) : null;
    }

    /// <summary>The seed of the id of a run that must be the same whoever starts it.</summary>
    /// <param name="occasion">What the run is for: a due time, a message.</param>
    public string SeedOf(string occasion) =>
        string.Create(CultureInfo.InvariantCulture, $"{Workspace.Length}:{Workspace}/{Id.Length}:{Id}/{occasion}");

    /// <inheritdoc/>
    public override string ToString() => Id;
}
