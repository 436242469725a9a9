using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>
/// One table. Thread-safe. A request that fails on the way is repeated as <see cref="ClientOptions.Retry"/> says; a repeated insert
/// can therefore find its own entity and fail with <see cref="TableErrorCode.EntityAlreadyExists"/>.
/// </summary>
public sealed partial class TableClient
{
    private readonly TablePipeline _pipeline;

    internal TableClient(TablePipeline pipeline, string name)
    {
        if (!TableName().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is no name of a table: 3 to 63 letters and digits, the first a letter.",
                nameof(name)
            );
        }

        _pipeline = pipeline;
        Name = name;
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>A filter with values as safe literals: <c>CreateQueryFilter($"Status eq {status} and Count gt {count}")</c>.</summary>
    /// <param name="filter">The values are of the types that a <see cref="TableEntity"/> holds.</param>
    /// <returns>The filter in OData.</returns>
    /// <exception cref="ArgumentException">A filter cannot hold a value.</exception>
    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);

    /// <summary>Creates the table.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The table.</returns>
    /// <exception cref="RequestFailedException"><see cref="TableErrorCode.TableAlreadyExists"/>.</exception>
    public async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        Response.FromValue(new TableItem(Name), await CreateAsync(0, cancellationToken));

    /// <summary>Creates the table unless it exists.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The table, or null if it existed.</returns>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public async Task<Response<TableItem>?> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await CreateAsync(409, cancellationToken);
        if (response.Status != 409)
        {
            return Response.FromValue(new TableItem(Name), response);
        }

        // A table that is being deleted is a conflict, too.
        var failure = new RequestFailedException(response);
        return failure.ErrorCode == TableErrorCode.TableAlreadyExists ? null : throw failure;
    }

    /// <summary>Deletes the table with all its entities; one that does not exist is no failure.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer: 204, or 404.</returns>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        SendAsync(_pipeline.CreateMessage(RequestMethod.Delete, $"Tables('{Name}')"), 404, cancellationToken);

    /// <summary>Inserts an entity.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer with the ETag.</returns>
    /// <exception cref="RequestFailedException"><see cref="TableErrorCode.EntityAlreadyExists"/>, or the entity breaks a limit.</exception>
    public Task<Response> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken = default) =>
        SendAsync(
            _pipeline.CreateMessage(RequestMethod.Post, Name, TableEntityWriter.Write(entity)),
            0,
            cancellationToken
        );

    /// <summary>Inserts an entity, or changes the one that has its keys.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="mode">What becomes of other properties.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer with the ETag.</returns>
    /// <exception cref="RequestFailedException">The entity breaks a limit, or the service refused.</exception>
    public Task<Response> UpsertEntityAsync(
        TableEntity entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    ) => SendAsync(ChangeMessage(entity, mode), 0, cancellationToken);

    /// <summary>Changes an entity that must exist.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="ifMatch">The version it must have; <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">What becomes of other properties.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer with the new ETag.</returns>
    /// <exception cref="RequestFailedException"><see cref="TableErrorCode.UpdateConditionNotSatisfied"/> or
    /// <see cref="TableErrorCode.ResourceNotFound"/>.</exception>
    public Task<Response> UpdateEntityAsync(
        TableEntity entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    ) => SendAsync(IfMatch(ChangeMessage(entity, mode), ifMatch), 0, cancellationToken);

    /// <summary>Deletes an entity; one that does not exist is no failure.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="ifMatch">The version it must have; the default matches any.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer: 204, or 404.</returns>
    /// <exception cref="RequestFailedException"><see cref="TableErrorCode.UpdateConditionNotSatisfied"/>.</exception>
    public Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    )
    {
        var message = _pipeline.CreateMessage(RequestMethod.Delete, TableAddress.Entity(Name, partitionKey, rowKey));
        return SendAsync(IfMatch(message, ifMatch), 404, cancellationToken);
    }

    /// <summary>Reads an entity.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">The properties to read; null for all.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The entity.</returns>
    /// <exception cref="RequestFailedException"><see cref="TableErrorCode.ResourceNotFound"/>.</exception>
    public async Task<Response<TableEntity>> GetEntityAsync(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    )
    {
        var response = await ReadAsync(partitionKey, rowKey, select, 0, cancellationToken);
        return Response.FromValue(TableEntityReader.Read(response.Content), response);
    }

    /// <summary>Reads an entity that may not exist.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">The properties to read; null for all.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The entity, or an answer without a value, also if there is no table.</returns>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public async Task<NullableResponse<TableEntity>> GetEntityIfExistsAsync(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    )
    {
        var response = await ReadAsync(partitionKey, rowKey, select, 404, cancellationToken);
        return response.Status == 404
            ? new NoEntity(response)
            : Response.FromValue(TableEntityReader.Read(response.Content), response);
    }

    /// <summary>Reads the entities that match, by partition and row key.</summary>
    /// <param name="filter">See <see cref="CreateQueryFilter"/>; null for all.</param>
    /// <param name="maxPerPage">1 to 1,000, which is the default.</param>
    /// <param name="select">The properties to read; null for all.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The entities, read page by page; a page may be empty though others follow.</returns>
    public AsyncPageable<TableEntity> QueryAsync(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) =>
        new TablePages<TableEntity>(
            _pipeline,
            new TableQuery($"{Name}()", filter, select, "NextPartitionKey", "NextRowKey"),
            maxPerPage,
            TableEntityReader.ReadPage,
            cancellationToken
        );

    /// <summary>Carries out all actions or none.</summary>
    /// <param name="actions">1 to 100 actions on different entities of one partition, 4 MiB together.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The answer to each action, in their order.</returns>
    /// <exception cref="ArgumentException">The actions cannot be one transaction; nothing was sent.</exception>
    /// <exception cref="TableTransactionFailedException">An action failed, which the exception names.</exception>
    /// <exception cref="RequestFailedException">The service refused, or an entity breaks a limit.</exception>
    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> actions,
        CancellationToken cancellationToken = default
    )
    {
        var body = new TransactionBody(_pipeline, Name, [.. actions]);
        using var message = _pipeline.CreateMessage(RequestMethod.Post, "$batch", RequestContent.Create(body.Write()));
        message.Request.Headers.SetValue("Content-Type", body.ContentType);
        var response = await _pipeline.SendAsync(message, 0, cancellationToken);
        return Response.FromValue(TransactionAnswer.Read(response), response);
    }

    private HttpMessage ChangeMessage(TableEntity entity, TableUpdateMode mode)
    {
        var body = TableEntityWriter.Write(entity);
        return _pipeline.CreateMessage(
            mode == TableUpdateMode.Merge ? RequestMethod.Patch : RequestMethod.Put,
            TableAddress.Entity(Name, entity.PartitionKey, entity.RowKey),
            body
        );
    }

    private static HttpMessage IfMatch(HttpMessage message, ETag ifMatch)
    {
        message.Request.Headers.Add("If-Match", TableAddress.IfMatch(ifMatch));
        return message;
    }

    private Task<Response> CreateAsync(int expected, CancellationToken cancellationToken) =>
        SendAsync(
            _pipeline.CreateMessage(
                RequestMethod.Post,
                "Tables",
                Encoding.UTF8.GetBytes($$"""{"TableName":"{{Name}}"}""")
            ),
            expected,
            cancellationToken
        );

    private Task<Response> ReadAsync(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select,
        int expected,
        CancellationToken cancellationToken
    )
    {
        var query = TableQuery.Selected(select) is { } selected ? $"?$select={Uri.EscapeDataString(selected)}" : "";
        var path = TableAddress.Entity(Name, partitionKey, rowKey) + query;
        return SendAsync(_pipeline.CreateMessage(RequestMethod.Get, path), expected, cancellationToken);
    }

    private async Task<Response> SendAsync(HttpMessage message, int expected, CancellationToken cancellationToken)
    {
        using (message)
        {
            return await _pipeline.SendAsync(message, expected, cancellationToken);
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}
