using System.Net;
using Azure;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>
/// Changes of flows. The flow's row decides a race: it is written in one transaction with everything that must be seen together with
/// it, on the condition that it is as it was read.
/// </summary>
internal sealed class FlowTable(TableClient table)
{
    // One of those who race gets through each time, so this many can.
    private const int MaxTries = 64;

    public async Task<FlowRecord?> FindAsync(string workspace, string flowId, CancellationToken cancellationToken)
    {
        if (!FlowKeys.IsFlowId(flowId))
        {
            return null;
        }

        var row = await table.GetEntityIfExistsAsync(
            FlowKeys.Partition(workspace),
            FlowKeys.Flow(flowId),
            cancellationToken: cancellationToken
        );
        return row.HasValue ? FlowRows.Flow(workspace, flowId, row.Value!) : null;
    }

    /// <summary>Reads a flow, decides and writes, again and again until nobody comes in between.</summary>
    public async Task<FlowWrite> ChangeAsync(
        string workspace,
        string flowId,
        Func<FlowRecord?, Task<FlowTurn>> decide,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var current = await FindAsync(workspace, flowId, cancellationToken);
            var turn = await decide(current);
            if (!turn.Writes)
            {
                return new FlowWrite(turn.Outcome, turn.Next) { Before = current };
            }

            var writeId = FlowRows.NewId();
            if (await TryWriteAsync(current, turn, writeId, cancellationToken))
            {
                return new FlowWrite(
                    turn.Outcome,
                    turn.Next is { } next ? next with { ETag = FlowRows.Tag(writeId) } : current
                )
                {
                    Before = current,
                };
            }
        }

        return new FlowWrite(WriteOutcome.Conflict);
    }

    private async Task<bool> TryWriteAsync(
        FlowRecord? current,
        FlowTurn turn,
        string writeId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await table.SubmitTransactionAsync([Action(current, turn, writeId), .. turn.Others], cancellationToken);
            return true;
        }
        catch (RequestFailedException exception)
            when ((HttpStatusCode)exception.Status
                    is HttpStatusCode.Conflict
                        or HttpStatusCode.PreconditionFailed
                        or HttpStatusCode.NotFound
            )
        {
            // A transaction whose answer got lost is sent again and then meets what it has written itself.
            return turn.Next is { } next && await IsWrittenAsync(next, writeId, cancellationToken);
        }
    }

    private static TableTransactionAction Action(FlowRecord? current, FlowTurn turn, string writeId) =>
        (current, turn.Next) switch
        {
            (null, { } next) => new(TableTransactionActionType.Add, FlowRows.Row(next, writeId)),
            ({ } row, { } next) => new(
                TableTransactionActionType.UpdateReplace,
                FlowRows.Row(next, writeId),
                row.RowETag
            ),
            ({ } row, null) => new(
                TableTransactionActionType.Delete,
                new TableEntity(FlowKeys.Partition(row.Workspace), FlowKeys.Flow(row.Id)),
                row.RowETag
            ),
            _ => throw new InvalidOperationException("There is no flow to delete."),
        };

    private async Task<bool> IsWrittenAsync(FlowRecord flow, string writeId, CancellationToken cancellationToken) =>
        await FindAsync(flow.Workspace, flow.Id, cancellationToken) is { } found && found.ETag == FlowRows.Tag(writeId);
}
