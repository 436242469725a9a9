using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.Members;

/// <summary><c>PUT /api/members/{id}</c>: gives somebody a role in the workspace, in place of the one they have.</summary>
internal sealed class PutMember(MemberStore store, MemberBook book, TimeProvider time)
{
    private const int MaxIdLength = 400;
    private const int MaxNameLength = 200;
    private const string Name = "name";

    public async Task<IResult> HandleAsync(string id, HttpContext context)
    {
        if (
            id.Length > MaxIdLength
            || !id.Contains(':', StringComparison.Ordinal)
            || id.Any(static one => one is < ' ' or > '~')
        )
        {
            throw new ProblemException(
                Problem.BadRequest(
                    $"'{id}' is nobody's id. It is what GET /api/me tells the person: the provider's name, ':' and the subject.",
                    "Member.IdInvalid"
                )
            );
        }

        var (caller, workspace) = CallerContext.Of(context);
        var body = BodyMembers.Of(
            await RequestBody.ReadJsonAsync(context.Request, RequestLimits.MaxDocumentBytes),
            GrantBody.Role,
            GrantBody.Flows,
            GrantBody.Permissions,
            Name
        );
        var grant = GrantRows.Write(GrantBody.Read(body, workspace));
        var member = new MemberRecord(id, body.Text(Name, MaxNameLength), grant, time.GetUtcNow(), caller.Id);
        var before = await store.GetAsync(workspace, id, context.RequestAborted);
        await store.PutAsync(member, context.RequestAborted);
        AuditNote.Of(context).Changed(before?.Grant.ToAudit(before.Name), grant.ToAudit(member.Name));
        book.Forget();
        return AccessJson.Answer(MemberResource.Of(member));
    }
}
