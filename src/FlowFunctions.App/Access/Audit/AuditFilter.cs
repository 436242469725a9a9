using System.Buffers.Text;
using System.Text;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>The parameters of lists of the audit log, as they are sent.</summary>
internal sealed record AuditFilter
{
    /// <summary>Entries of this time or later.</summary>
    public string? From { get; init; }

    /// <summary>Entries before this time.</summary>
    public string? To { get; init; }

    /// <summary>Entries of this caller's id only, or of ids that begin so, with * at the end.</summary>
    public string? Caller { get; init; }

    /// <summary>Entries of this action only, or of those that begin so: flow.*</summary>
    public string? Action { get; init; }

    /// <summary>Entries about this only, or about what begins so, with * at the end.</summary>
    public string? Target { get; init; }

    /// <summary>How many, 1 to 200; 50 by default.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where the page before ended.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>Where a page ends, for the next one.</summary>
    public static string TokenOf(AuditPosition position) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position.ToString()));

    /// <summary>What is looked for.</summary>
    /// <exception cref="ProblemException">400: a parameter cannot be understood.</exception>
    public AuditQuery ToQuery(string workspace) =>
        new(workspace)
        {
            From = TimeParameter.Read("from", From),
            To = TimeParameter.Read("to", To),
            Caller = Caller,
            Action = Action,
            Target = Target,
            After = string.IsNullOrEmpty(ContinuationToken)
                ? null
                : PositionOf(ContinuationToken)
                    ?? throw new ProblemException(
                        Problem.BadRequest("'continuationToken' is none of this list. Leave it out to begin again.")
                    ),
        };

    private static AuditPosition? PositionOf(string token) =>
        Base64Url.IsValid(token)
            ? AuditPosition.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)))
            : null;
}
