using System.Text.Json;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.App.Approvals;

/// <summary><c>POST /api/runs/{id}/approvals/{stepPath}/link</c>: gives out a link that decides once, without any other right.</summary>
internal sealed class CreateLink(ApprovalReader approvals, ApprovalTokens tokens, AppSettings settings)
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxTextLength = 200;
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(30);

    public async Task<IResult> HandleAsync(string runId, string stepPath, HttpContext context)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request, MaxBytes);
        var members = BodyMembers.Of(body, "expiresIn", "approver");
        var life = LifeOf(members.Text("expiresIn", MaxTextLength));
        var approver = members.Text("approver", MaxTextLength);
        var workspace = Workspace.Of(context);
        var question = await approvals.GetAsync(workspace, runId, StepPaths.Of(stepPath), context.RequestAborted);
        var claim = new ApprovalClaim(
            workspace,
            runId,
            question.StepPath,
            question.Attempt,
            question.Opened,
            question.Signal,
            settings.TimeProvider.GetUtcNow() + life,
            approver,
            Decision.NewNonce()
        );
        var token = await tokens.SignAsync(claim, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return new JsonResult<(string Token, DateTimeOffset ExpiresAt)>(
            (token, claim.ExpiresAt),
            (json, link, request) => Write(json, AddressOf(request, link.Token), link.ExpiresAt),
            StatusCodes.Status201Created
        );
    }

    private static TimeSpan LifeOf(string? text)
    {
        if (text is null)
        {
            return DefaultLife;
        }

        return Duration.TryParse(text, out var life, out _) && life > TimeSpan.Zero && life <= MaxLife
            ? life
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'expiresIn' is '{text}'; give a duration such as 4h or 7d, at most {Duration.Format(MaxLife)}."
                )
            );
    }

    private string AddressOf(HttpRequest request, string token) =>
        $"{request.Scheme}://{request.Host.Value}{settings.LinkPath}/{token}";

    private static void Write(Utf8JsonWriter json, string address, DateTimeOffset expiresAt)
    {
        json.WriteStartObject();
        json.WriteString("url", address);
        RunJson.WriteTime(json, "expiresAt", expiresAt);
        json.WriteEndObject();
    }
}
