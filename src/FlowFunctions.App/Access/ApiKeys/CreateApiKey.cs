using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.ApiKeys;

/// <summary><c>POST /api/api-keys</c>: makes a key, and shows it this once.</summary>
internal sealed class CreateApiKey(ApiKeyStore store, TimeProvider time)
{
    private const int MaxNameLength = 200;
    private const int MaxDays = 366;
    private const int DefaultDays = 90;
    private const string Name = "name";
    private const string Days = "expiresInDays";

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var (caller, workspace) = CallerContext.Of(context);
        var body = BodyMembers.Of(
            await RequestBody.ReadJsonAsync(context.Request, RequestLimits.MaxDocumentBytes),
            Name,
            Days,
            GrantBody.Role,
            GrantBody.Flows,
            GrantBody.Permissions
        );
        var key = ApiKey.New();
        var hash = key.Hash;
        var now = time.GetUtcNow();
        var record = new ApiKeyRecord(
            ApiKey.IdOf(hash),
            hash,
            body.Text(Name, MaxNameLength) ?? throw NameMissing(),
            GrantRows.Write(GrantBody.Read(body, workspace)),
            now,
            caller.Id,
            now.AddDays(body.Number(Days, 1, MaxDays, DefaultDays))
        );
        await store.AddAsync(record, context.RequestAborted);
        var note = AuditNote.Of(context);
        note.Target = record.Id;
        note.Changed(before: null, record.Grant.ToAudit(record.Name, record.ExpiresAt));
        context.Response.Headers.CacheControl = "no-store";
        return AccessJson.Answer(ApiKeyResource.Of(record) with { Key = key.Text }, StatusCodes.Status201Created);
    }

    private static ProblemException NameMissing() =>
        new(
            Problem.BadRequest(
                "'name' is missing. Say what the key is for, so that somebody knows later what to revoke."
            )
        );
}
