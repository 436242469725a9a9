using System.Text.Json.Nodes;

namespace FlowFunctions.App.Access.Audit;

/// <summary>What an operation adds to its entry of the audit log: what it was done to, and how that was before and is now. Never a secret.</summary>
internal sealed class AuditNote
{
    /// <summary>What it was done to, where the path does not say it.</summary>
    public string? Target { get; set; }

    /// <summary>What there was.</summary>
    public JsonObject? Before { get; private set; }

    /// <summary>What there is now.</summary>
    public JsonObject? After { get; private set; }

    /// <summary>The workspace, where the request has no caller with one.</summary>
    public string? Workspace { get; set; }

    /// <summary>Who, where the request has no caller.</summary>
    public AuditCaller? Caller { get; set; }

    /// <summary>The note of a request.</summary>
    public static AuditNote Of(HttpContext context)
    {
        if (context.Features.Get<AuditNote>() is { } there)
        {
            return there;
        }

        var note = new AuditNote();
        context.Features.Set(note);
        return note;
    }

    /// <summary>Something was changed.</summary>
    /// <param name="before">What there was; null for nothing.</param>
    /// <param name="after">What there is now; null for nothing.</param>
    public void Changed(JsonObject? before, JsonObject? after) => (Before, After) = (before, after);
}
