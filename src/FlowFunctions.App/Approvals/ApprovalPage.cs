using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace FlowFunctions.App.Approvals;

/// <summary>The pages behind links: self-contained, without a script.</summary>
internal static class ApprovalPage
{
    public const string ContentType = "text/html; charset=utf-8";

    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1d2129}
        main{max-width:34rem;margin:8vh auto;padding:2rem;background:#fff;border:1px solid #d8dce3;border-radius:8px}
        h1{font-size:1.35rem;margin:0 0 1rem;overflow-wrap:anywhere}
        p{white-space:pre-wrap;overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0;color:#4a5160}
        dd{margin:0;overflow-wrap:anywhere}
        label{display:block;margin:1rem 0 .25rem}
        textarea{box-sizing:border-box;width:100%;min-height:5rem;font:inherit;padding:.5rem;border:1px solid #8a91a0;border-radius:4px}
        button{font:inherit;padding:.6rem 1.4rem;margin:1rem .5rem 0 0;border-radius:4px;border:1px solid #1d2129;background:#fff;color:#1d2129;cursor:pointer}
        button[value=approve]{background:#0b6b3a;border-color:#0b6b3a;color:#fff}
        @media(prefers-color-scheme:dark){body{background:#14161a;color:#e6e8ec}main{background:#1d2026;border-color:#353a44}dl{color:#a9b0bd}textarea,button{background:#14161a;color:inherit;border-color:#6b7280}}
        """;

    /// <summary>Nothing but the style of these pages and a form that goes back to where it came from.</summary>
    public static string ContentSecurityPolicy { get; } =
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))
        + "'";

    /// <summary>Asks for the decision.</summary>
    public static string OfQuestion(ApprovalQuestion question, ApprovalClaim claim)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(question.Title)}</h1>");
        if (question.Message is { Length: > 0 } message)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{Text(message)}</p>");
        }

        page.Append("<dl>");
        Fact(page, "Flow", question.Run.FlowId);
        Fact(page, "Waiting since", Time(question.Since));
        Fact(page, "Waits until", question.Until is { } until ? Time(until) : "");
        Fact(page, "Asked", string.Join(", ", question.Assignees));
        Fact(page, "You answer as", claim.Approver ?? "");
        Fact(page, "Link good until", Time(claim.ExpiresAt));
        page.Append(
            """
            </dl><form method="post"><label for="comment">Comment (optional)</label><textarea id="comment" name="comment" maxlength="2000"></textarea><button name="decision" value="approve">Approve</button><button name="decision" value="reject">Reject</button></form>
            """
        );
        return Whole(question.Title, page.ToString());
    }

    /// <summary>Says something.</summary>
    public static string OfMessage(string title, string text) =>
        Whole(title, $"<h1>{Text(title)}</h1><p>{Text(text)}</p>");

    private static string Whole(string title, string content) =>
        $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer"><title>{Text(
                title
            )}</title><style>{Style}</style></head><body><main>{content}</main></body></html>
            """;

    private static void Fact(StringBuilder page, string name, string value)
    {
        if (value.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{Text(value)}</dd>");
        }
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
