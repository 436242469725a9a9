using System.Text;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowFunctions.App.Approvals;

/// <summary><c>GET</c> and <c>POST /approvals/{token}</c>: shows what is asked, and decides. Looking never decides: mail scanners open links.</summary>
internal sealed class ApprovalLinks(ApprovalTokens tokens, ApprovalReader approvals, Decisions decisions)
{
    private const string FormType = "application/x-www-form-urlencoded";

    public Task<IResult> ShowAsync(string token, HttpContext context) =>
        AnswerAsync(
            context.Request,
            async () =>
            {
                var claim = await tokens.ReadAsync(token, context.RequestAborted);
                var question = await AskedAsync(claim, context.RequestAborted);
                return LinkAnswer.IsJsonWanted(context.Request)
                    ? new JsonResult<ApprovalQuestion>(
                        question,
                        static (json, asked, _) => ApprovalJson.Write(json, asked)
                    )
                    : TypedResults.Content(ApprovalPage.OfQuestion(question, claim), ApprovalPage.ContentType);
            }
        );

    public Task<IResult> DecideAsync(string token, HttpContext context) =>
        AnswerAsync(
            context.Request,
            async () =>
            {
                var claim = await tokens.ReadAsync(token, context.RequestAborted);
                var decision = await ReadAsync(context.Request, claim.Approver);
                Note(context, claim, decision);
                var question = await WhileRunIsThereAsync(() =>
                    decisions.DecideAsync(
                        claim.Workspace,
                        claim.RunId,
                        claim.StepPath,
                        decision,
                        claim.IsFor,
                        context.RequestAborted
                    )
                );
                return LinkAnswer.IsJsonWanted(context.Request)
                    ? new JsonResult<(ApprovalQuestion Question, Decision Decision)>(
                        (question, decision),
                        static (json, done, _) => ApprovalJson.Write(json, done.Question, done.Decision)
                    )
                    : TypedResults.Content(
                        ApprovalPage.OfMessage(decision.Approved ? "Approved" : "Rejected", question.Title),
                        ApprovalPage.ContentType
                    );
            }
        );

    /// <summary>Whoever has the link is all that is known of who decides.</summary>
    private static void Note(HttpContext context, ApprovalClaim claim, Decision decision)
    {
        var note = AuditNote.Of(context);
        note.Workspace = claim.Workspace;
        note.Target = $"{claim.RunId}/{claim.StepPath}";
        note.Caller = new($"link:{claim.Nonce}", claim.Approver ?? "whoever has the link", "link");
        note.Changed(before: null, decision.ToAudit());
    }

    private static async Task<IResult> AnswerAsync(HttpRequest request, Func<Task<IResult>> answer)
    {
        try
        {
            return new LinkAnswer(await answer());
        }
        catch (ProblemException exception)
        {
            return LinkAnswer.Of(exception.Problem, request);
        }
    }

    private async Task<ApprovalQuestion> AskedAsync(ApprovalClaim claim, CancellationToken cancellationToken)
    {
        var question = await WhileRunIsThereAsync(() =>
            approvals.GetAsync(claim.Workspace, claim.RunId, claim.StepPath, cancellationToken).AsTask()
        );
        return claim.IsFor(question) ? question : throw ApprovalProblems.Used();
    }

    /// <summary>The link was good once, so a run or step that is gone is no secret: it is not asked any more.</summary>
    private static async Task<ApprovalQuestion> WhileRunIsThereAsync(Func<Task<ApprovalQuestion>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ProblemException exception) when (exception.Problem.Status == StatusCodes.Status404NotFound)
        {
            throw ApprovalProblems.Used();
        }
    }

    /// <exception cref="ProblemException">400, 413 or 415.</exception>
    private static async ValueTask<Decision> ReadAsync(HttpRequest request, string? approver)
    {
        if (request.HasJsonContentType())
        {
            return Decision.Read(await RequestBody.ReadJsonAsync(request, Decision.MaxBytes), approver, fixedBy: true);
        }

        if (request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ProblemException(
                new Problem(
                    StatusCodes.Status415UnsupportedMediaType,
                    "Request.MediaType",
                    $"Send the decision as application/json or {FormType}."
                )
            );
        }

        var form = QueryHelpers.ParseQuery(
            Encoding.UTF8.GetString(await RequestBody.ReadAsync(request, Decision.MaxBytes))
        );
        return Decision.Of(form.GetValueOrDefault("decision"), approver, form.GetValueOrDefault("comment"));
    }
}
