using System.Security.Cryptography;
using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.App.Approvals;

/// <summary>The key that signs links: made once and kept in table <c>access</c>, so that every instance of the app knows it.</summary>
internal sealed class ApprovalKeys(StorageAccount account)
{
    private const int KeyBytes = 32;
    private const string Partition = "installation";
    private const string Row = "approval-link-key";
    private const string Column = "Key";
    private byte[]? _key;

    /// <summary>The key.</summary>
    /// <exception cref="RequestFailedException">The table cannot be reached.</exception>
    public async ValueTask<byte[]> GetAsync(CancellationToken cancellationToken) =>
        _key ??= await ReadAsync(cancellationToken) ?? await AddAsync(cancellationToken);

    private async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync(Partition, Row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value!.GetBinary(Column) : null;
    }

    private async Task<byte[]> AddAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        try
        {
            await Table.AddEntityAsync(new TableEntity(Partition, Row) { { Column, key } }, cancellationToken);
            return key;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Another instance was quicker, or the answer to the first try got lost.
            var entity = await Table.GetEntityAsync(Partition, Row, cancellationToken: cancellationToken);
            return entity.Value.GetBinary(Column)!;
        }
    }

    private TableClient Table => account.Tables.GetTableClient(StorageLayout.Access);
}
