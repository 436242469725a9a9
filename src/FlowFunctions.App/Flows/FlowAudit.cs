using System.Text.Json.Nodes;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary>What the audit log says of changes of flows: versions with where they can be read, and the hashes of their plans.</summary>
internal static class FlowAudit
{
    /// <summary>A flow was written.</summary>
    public static void Note(HttpContext context, FlowWrite write)
    {
        var note = AuditNote.Of(context);
        note.Target = (write.Flow ?? write.Before)?.Id ?? note.Target;
        note.Changed(StateOf(write.Before), StateOf(write.Flow));
    }

    /// <summary>A flow was deleted.</summary>
    public static void NoteGone(HttpContext context, FlowWrite write) =>
        AuditNote.Of(context).Changed(StateOf(write.Before), after: null);

    private static JsonObject? StateOf(FlowRecord? flow) =>
        flow is null
            ? null
            : new()
            {
                ["version"] = flow.Version,
                ["document"] = $"/api/flows/{flow.Id}/versions/{flow.Version}",
                ["plan"] = flow.PlanHash,
                ["published"] = flow.PublishedVersion,
                ["enabled"] = flow.IsEnabled,
            };
}
