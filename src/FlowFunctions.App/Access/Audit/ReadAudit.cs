using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary><c>GET /api/audit</c>, <c>/api/audit/export</c> and <c>/api/audit/check</c>: what was done in the workspace.</summary>
internal sealed class ReadAudit(AuditStore store, AuditShipping shipping)
{
    private const string LinesType = "application/x-ndjson";
    private const int MaxBreaks = 100;
    private static readonly byte[] LineEnd = "\n"u8.ToArray();
    private static readonly AuditJson Wire = new(WireJson.Answers(AuditJson.Default.Options));

    /// <summary>A page, the newest first.</summary>
    public async Task<IResult> ListAsync(HttpContext context, AuditFilter filter)
    {
        var size = PageSize.Of(filter.PageSize, "pageSize");
        var query = filter.ToQuery(Workspace.Of(context));
        await shipping.CatchUpAsync(context.RequestAborted);
        var rows = await store
            .ListAsync(query, size + 1, context.RequestAborted)
            .Take(size + 1)
            .ToListAsync(context.RequestAborted);
        var page = new AuditListResource(
            [.. rows.Take(size).Select(static row => AuditJson.Read(row.Entry))],
            rows.Count > size ? AuditFilter.TokenOf(rows[size - 1].Position) : null
        );
        return TypedResults.Json(page, Wire.AuditListResource);
    }

    /// <summary>All of a span of time as lines of JSON, the oldest first, each with its place in its chain.</summary>
    public async Task ExportAsync(HttpContext context, string? from, string? to)
    {
        var query = SpanOf(context, from, to);
        await shipping.CatchUpAsync(context.RequestAborted);
        var response = context.Response;
        response.ContentType = LinesType;
        response.Headers.ContentDisposition = "attachment; filename=\"audit.ndjson\"";
        await foreach (var row in AuditSpan.OldestFirstAsync(store, query, context.RequestAborted))
        {
            var entry = AuditJson.Read(row.Entry) with { Hash = row.Hash, Previous = row.Previous };
            await JsonSerializer.SerializeAsync(response.BodyWriter, entry, Wire.AuditEntry, context.RequestAborted);
            await response.BodyWriter.WriteAsync(LineEnd, context.RequestAborted);
        }
    }

    /// <summary>Whether what is stored is what was written.</summary>
    public async Task<IResult> CheckAsync(HttpContext context, string? from, string? to)
    {
        var query = SpanOf(context, from, to);
        await shipping.CatchUpAsync(context.RequestAborted);
        var check = new AuditChainCheck();
        var count = 0L;
        var breaks = new List<AuditBreak>();
        await foreach (var row in store.ListAsync(query, cancellationToken: context.RequestAborted))
        {
            count++;
            if (check.Look(row) is { } found && breaks.Count < MaxBreaks)
            {
                breaks.Add(found);
            }
        }

        return TypedResults.Json(new AuditCheckResource(count, breaks), Wire.AuditCheckResource);
    }

    private static AuditQuery SpanOf(HttpContext context, string? from, string? to) =>
        new AuditFilter { From = from, To = to }.ToQuery(Workspace.Of(context));
}
