using System.Net;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>
/// Drafts of flows, one a flow: a row in the table <c>flows</c>, which decides races, and a blob. Thread-safe. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="table">The table <c>flows</c>, which exists.</param>
/// <param name="container">The container <c>flows</c>, which exists.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class DraftStore(TableClient table, BlobContainerClient container, TimeProvider? time = null)
{
    private const int MaxTries = 64;
    private readonly FlowBlobs _blobs = new(container);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Finds a draft.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The draft, or null.</returns>
    public async Task<FlowDraft?> GetAsync(
        string workspace,
        string flowId,
        CancellationToken cancellationToken = default
    )
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            if (await FindAsync(workspace, flowId, cancellationToken) is not { } row)
            {
                return null;
            }

            if (await _blobs.FindAsync(row.BlobName, cancellationToken) is { } document)
            {
                return row.Draft(document);
            }

            // Saved again between the two reads.
        }

        return null;
    }

    /// <summary>Saves a draft.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="save">The draft; of two who save with the same ETag exactly one succeeds.</param>
    /// <param name="cancellationToken">Stops the requests; the draft may be saved.</param>
    /// <returns>What came of it; content that is there already is <see cref="WriteOutcome.Unchanged"/> whatever the ETag.</returns>
    /// <exception cref="ArgumentException">No flow can have the id.</exception>
    public async Task<DraftWrite> SaveAsync(
        string workspace,
        DraftSave save,
        CancellationToken cancellationToken = default
    )
    {
        if (!FlowKeys.IsFlowId(save.FlowId))
        {
            throw new ArgumentException($"No flow can have the id '{save.FlowId}'.", nameof(save));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(save.Document));
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var current = await FindAsync(workspace, save.FlowId, cancellationToken);
            if (Answer(current, save, hash) is { } answer)
            {
                return answer;
            }

            var next = new DraftRow(workspace, save.FlowId, FlowRows.NewId())
            {
                BaseVersion = save.BaseVersion,
                Hash = hash,
                At = _time.GetUtcNow(),
                By = save.Edit.By,
            };
            await _blobs.PutAsync(next.BlobName, save.Document, cancellationToken);
            if (await TryWriteAsync(current, next, cancellationToken))
            {
                await ForgetAsync(current, cancellationToken);
                return new DraftWrite(
                    current is null ? WriteOutcome.Created : WriteOutcome.Saved,
                    next.Draft(save.Document)
                );
            }

            await ForgetAsync(next, cancellationToken);
        }

        return new DraftWrite(WriteOutcome.Conflict);
    }

    /// <summary>Deletes a draft.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="ifMatch">What its ETag must be; <see cref="ETag.All"/> for any.</param>
    /// <param name="cancellationToken">Stops the requests; the draft may be deleted.</param>
    /// <returns><see cref="WriteOutcome.Saved"/> if it is deleted.</returns>
    public async Task<WriteOutcome> DeleteAsync(
        string workspace,
        string flowId,
        ETag ifMatch,
        CancellationToken cancellationToken = default
    )
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var current = await FindAsync(workspace, flowId, cancellationToken);
            if (FlowEdit.Refusal(current?.ETag, ifMatch) is { } refused)
            {
                return refused;
            }

            if (await TryWriteAsync(current, null, cancellationToken))
            {
                await ForgetAsync(current, cancellationToken);
                return WriteOutcome.Saved;
            }
        }

        return WriteOutcome.Conflict;
    }

    private static DraftWrite? Answer(DraftRow? current, DraftSave save, string hash)
    {
        var refused = FlowEdit.Refusal(current?.ETag, save.Edit.IfMatch);
        var same = current is not null && current.Hash == hash && current.BaseVersion == save.BaseVersion;
        return refused is null or WriteOutcome.Conflict && same
                ? new DraftWrite(WriteOutcome.Unchanged, current!.Draft(save.Document))
            : refused is { } outcome ? new DraftWrite(outcome)
            : null;
    }

    private Task<DraftRow?> FindAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        DraftRow.FindAsync(table, workspace, flowId, cancellationToken);

    private async Task<bool> TryWriteAsync(DraftRow? current, DraftRow? next, CancellationToken cancellationToken)
    {
        try
        {
            await (
                (current, next) switch
                {
                    (null, { } first) => table.AddEntityAsync(first.Entity(), cancellationToken),
                    ({ } old, { } newer) => table.UpdateEntityAsync(
                        newer.Entity(),
                        old.RowETag,
                        TableUpdateMode.Replace,
                        cancellationToken
                    ),
                    _ => DeleteRowAsync(current!, cancellationToken),
                }
            );
            return true;
        }
        catch (RequestFailedException exception)
            when ((HttpStatusCode)exception.Status
                    is HttpStatusCode.Conflict
                        or HttpStatusCode.PreconditionFailed
                        or HttpStatusCode.NotFound
            )
        {
            // A request whose answer got lost is sent again and then meets what it has written itself.
            return next is not null
                && (await FindAsync(next.Workspace, next.FlowId, cancellationToken))?.WriteId == next.WriteId;
        }
    }

    private Task<Response> DeleteRowAsync(DraftRow row, CancellationToken cancellationToken)
    {
        var entity = row.Entity();
        return table.DeleteEntityAsync(entity.PartitionKey!, entity.RowKey!, row.RowETag, cancellationToken);
    }

    private Task ForgetAsync(DraftRow? row, CancellationToken cancellationToken) =>
        row is null ? Task.CompletedTask : _blobs.DeleteAsync(row.BlobName, cancellationToken);
}
