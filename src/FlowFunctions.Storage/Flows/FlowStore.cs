using System.Text.Json;
using Azure.Storage.Blobs;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>
/// Flows, their versions and plans: rows in the table <c>flows</c>, documents and plans in the container of that name. A version and
/// the flow that shows it are written in one transaction after their blobs, so nothing is ever half visible. Thread-safe. Every
/// method that asks the service throws <see cref="Azure.RequestFailedException"/> when it refuses or cannot be reached.
/// </summary>
public sealed class FlowStore
{
    private readonly FlowTable _flows;
    private readonly FlowLists _lists;
    private readonly FlowRemoval _removal;
    private readonly FlowBlobs _blobs;
    private readonly TableClient _table;
    private readonly TimeProvider _time;

    /// <summary>A store.</summary>
    /// <param name="table">The table <c>flows</c>, which exists.</param>
    /// <param name="container">The container <c>flows</c>, which exists.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public FlowStore(TableClient table, BlobContainerClient container, TimeProvider? time = null)
    {
        _table = table;
        _time = time ?? TimeProvider.System;
        _blobs = new FlowBlobs(container);
        _flows = new FlowTable(table);
        _lists = new FlowLists(table);
        _removal = new FlowRemoval(table, _blobs, _flows);
    }

    /// <summary>Whether a flow can have an id: small letters, digits and hyphens, a letter first, at most 63 characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is one.</returns>
    public static bool IsFlowId(string text) => FlowKeys.IsFlowId(text);

    /// <summary>Finds a flow; one point read.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The flow, or null.</returns>
    public Task<FlowRecord?> GetAsync(string workspace, string flowId, CancellationToken cancellationToken = default) =>
        _flows.FindAsync(workspace, flowId, cancellationToken);

    /// <summary>Lists flows by id.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>A page.</returns>
    public Task<FlowPage> ListAsync(FlowQuery query, CancellationToken cancellationToken = default) =>
        _lists.FlowsAsync(query, cancellationToken);

    /// <summary>
    /// Saves a flow. What differs from the newest version becomes the next one; what differs in layout or formatting only takes the
    /// place of the newest version's document.
    /// </summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="save">The flow; of two who save with the same ETag exactly one succeeds.</param>
    /// <param name="cancellationToken">Stops the requests; the flow may be saved.</param>
    /// <returns>What came of it; content that is there already is <see cref="WriteOutcome.Unchanged"/> whatever the ETag.</returns>
    public async Task<FlowWrite> SaveAsync(
        string workspace,
        FlowSave save,
        CancellationToken cancellationToken = default
    )
    {
        await KeepPlanAsync(save.Content.Plan, cancellationToken);
        return await _flows.ChangeAsync(workspace, save.Content.FlowId, DecideAsync, cancellationToken);

        async Task<FlowTurn> DecideAsync(FlowRecord? current)
        {
            var turn = FlowVersions.Save(workspace, current, save, _time.GetUtcNow());
            if (FlowEdit.Refusal(current?.ETag, save.Edit.IfMatch) is { } refused)
            {
                // Somebody who repeats a request that has succeeded has not lost a race.
                return refused == WriteOutcome.Conflict && !turn.Writes ? turn : FlowTurn.Done(refused, current);
            }

            if (turn is { Writes: true, Next: { } next })
            {
                await _blobs.KeepAsync(
                    FlowBlobs.Document(next, next.DocumentHash),
                    save.Content.Document,
                    cancellationToken
                );
            }

            return turn;
        }
    }

    /// <summary>Lets runs start with a version from now on.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="version">The version.</param>
    /// <param name="edit">Who does it and on what condition; no ETag is any.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>What came of it.</returns>
    public Task<FlowWrite> PublishAsync(
        string workspace,
        string flowId,
        int version,
        FlowEdit edit,
        CancellationToken cancellationToken = default
    ) => ChangeToAsync(workspace, flowId, version, edit, FlowVersions.Publish, cancellationToken);

    /// <summary>Makes an old version the newest one and publishes it; if the newest is the same, that one.</summary>
    /// <inheritdoc cref="PublishAsync"/>
    public Task<FlowWrite> RollbackAsync(
        string workspace,
        string flowId,
        int version,
        FlowEdit edit,
        CancellationToken cancellationToken = default
    ) => ChangeToAsync(workspace, flowId, version, edit, FlowVersions.Rollback, cancellationToken);

    /// <summary>Switches a flow's triggers on or off; whoever wants can start it all the same.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="enabled">Whether they start runs.</param>
    /// <param name="edit">Who does it and on what condition; no ETag is any.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>What came of it.</returns>
    public Task<FlowWrite> SetEnabledAsync(
        string workspace,
        string flowId,
        bool enabled,
        FlowEdit edit,
        CancellationToken cancellationToken = default
    ) =>
        _flows.ChangeAsync(
            workspace,
            flowId,
            current =>
                Task.FromResult(
                    Refusal(current, edit) ?? FlowVersions.Enable(current!, enabled, edit, _time.GetUtcNow())
                ),
            cancellationToken
        );

    /// <summary>All flows of a workspace that have a published version, by id.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<FlowRecord> ListPublishedAsync(
        string workspace,
        CancellationToken cancellationToken = default
    ) => _lists.PublishedAsync(workspace, cancellationToken);

    /// <summary>The triggers of a flow's published version, which were written in one row with what says that it is published.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The member <c>triggers</c> of its document; of kind Undefined when there are none.</returns>
    public async Task<JsonElement> GetTriggersAsync(FlowRecord flow, CancellationToken cancellationToken = default)
    {
        if (flow.PublishedVersion is not { } published)
        {
            return default;
        }

        if (FlowTriggers.TryRead(flow.PublishedTriggers, out var triggers))
        {
            return triggers;
        }

        var version = await GetVersionAsync(flow, published, cancellationToken);
        var document = version is null ? null : await GetDocumentAsync(flow, version, cancellationToken);
        return document is null ? default : FlowTriggers.Of(JsonElement.Parse(document));
    }

    /// <summary>Deletes a flow with its versions, its draft and their documents. Plans stay: runs need theirs as long as they are kept.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="edit">On what condition; no ETag is any.</param>
    /// <param name="cancellationToken">Stops the requests; the flow may be deleted.</param>
    /// <returns><see cref="WriteOutcome.Saved"/> if it is deleted.</returns>
    public async Task<FlowWrite> DeleteAsync(
        string workspace,
        string flowId,
        FlowEdit edit,
        CancellationToken cancellationToken = default
    )
    {
        DraftRow? draft = null;
        var write = await _flows.ChangeAsync(
            workspace,
            flowId,
            async current =>
            {
                draft = await DraftRow.FindAsync(_table, workspace, flowId, cancellationToken);
                return Refusal(current, edit) ?? FlowVersions.Delete(draft);
            },
            cancellationToken
        );
        if (write is { Outcome: WriteOutcome.Saved, Flow: { } deleted })
        {
            await _removal.SweepAsync(deleted, draft, cancellationToken);
        }

        return write;
    }

    /// <summary>Finds a version of a flow; one point read.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">Its number.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The version, or null.</returns>
    public async Task<FlowVersion?> GetVersionAsync(
        FlowRecord flow,
        int version,
        CancellationToken cancellationToken = default
    )
    {
        if (version < 1 || version > flow.Version)
        {
            return null;
        }

        var row = await _table.GetEntityIfExistsAsync(
            FlowKeys.Partition(flow.Workspace),
            FlowKeys.Version(flow.Id, flow.Generation, version),
            cancellationToken: cancellationToken
        );
        return row.HasValue ? FlowRows.VersionOf(row.Value!) : null;
    }

    /// <summary>Lists the versions of a flow, newest first.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="below">Only versions below this one; null for all.</param>
    /// <param name="limit">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>A page.</returns>
    public Task<VersionPage> ListVersionsAsync(
        FlowRecord flow,
        int? below = null,
        int limit = 50,
        CancellationToken cancellationToken = default
    ) => _lists.VersionsAsync(flow, below, limit, cancellationToken);

    /// <summary>The document of a version.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">The version; null for the newest.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>JSON in UTF-8; null if the flow was deleted in the meantime.</returns>
    public Task<byte[]?> GetDocumentAsync(
        FlowRecord flow,
        FlowVersion? version = null,
        CancellationToken cancellationToken = default
    ) => _blobs.FindAsync(FlowBlobs.Document(flow, version?.DocumentHash ?? flow.DocumentHash), cancellationToken);

    /// <summary>Finds a plan, which never changes.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The plan, or null.</returns>
    /// <exception cref="PlanException">What is stored is not that plan.</exception>
    public async Task<Plan?> GetPlanAsync(string hash, CancellationToken cancellationToken = default) =>
        await _blobs.FindAsync(FlowBlobs.Plan(hash), cancellationToken) is { } json ? PlanJson.Read(json, hash) : null;

    /// <summary>Keeps a plan; one that is there already stays.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task KeepPlanAsync(Plan plan, CancellationToken cancellationToken = default) =>
        _blobs.KeepAsync(FlowBlobs.Plan(plan.Hash), PlanJson.Write(plan), cancellationToken);

    private Task<FlowWrite> ChangeToAsync(
        string workspace,
        string flowId,
        int number,
        FlowEdit edit,
        Func<FlowRecord, FlowVersion, FlowEdit, DateTimeOffset, FlowTurn> change,
        CancellationToken cancellationToken
    ) =>
        _flows.ChangeAsync(
            workspace,
            flowId,
            async current =>
                Refusal(current, edit)
                ?? (
                    await GetVersionAsync(current!, number, cancellationToken) is { } version
                        ? change(current!, version, edit, _time.GetUtcNow())
                        : FlowTurn.Done(WriteOutcome.VersionMissing, current)
                ),
            cancellationToken
        );

    private static FlowTurn? Refusal(FlowRecord? current, FlowEdit edit) =>
        FlowEdit.Refusal(current?.ETag, edit.IfMatch ?? Azure.ETag.All) is { } refused
            ? FlowTurn.Done(refused, current)
            : null;
}
