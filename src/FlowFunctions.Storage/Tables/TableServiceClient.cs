using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Storage.Tables;

/// <summary>
/// The Table service of a storage account. Thread-safe; one instance serves a process. Names and shapes are those of
/// <c>Azure.Data.Tables</c>, so that the package can take its place.
/// </summary>
public sealed class TableServiceClient
{
    private const string Scope = "https://storage.azure.com/.default";
    private readonly TablePipeline _pipeline;

    /// <summary>A client for the account of a connection string.</summary>
    /// <param name="connectionString">With a key or a shared access signature, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="options">Retries, time-outs and diagnostics.</param>
    /// <exception cref="FormatException">The text is no connection string; the message holds no secret.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        var parsed = TableConnectionString.Parse(connectionString);
        HttpPipelinePolicy authorization = parsed.Sas is { } sas
            ? new TableSasPolicy(sas)
            : SharedKey(parsed.SharedKey!);
        _pipeline = new TablePipeline(parsed.Endpoint, options, authorization);
    }

    /// <summary>A client that signs with the account's key.</summary>
    /// <param name="endpoint">The address of the Table service.</param>
    /// <param name="credential">The account and its key.</param>
    /// <param name="options">Retries, time-outs and diagnostics.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options = null) =>
        _pipeline = new TablePipeline(endpoint, options, SharedKey(credential));

    /// <summary>A client that uses a shared access signature.</summary>
    /// <param name="endpoint">The address of the Table service, without the signature.</param>
    /// <param name="credential">The signature.</param>
    /// <param name="options">Retries, time-outs and diagnostics.</param>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null) =>
        _pipeline = new TablePipeline(endpoint, options, new TableSasPolicy(credential));

    /// <summary>A client that uses a managed identity or another Entra credential.</summary>
    /// <param name="endpoint">The address of the Table service; a bearer token needs HTTPS.</param>
    /// <param name="credential">Where tokens come from.</param>
    /// <param name="options">Retries, time-outs and diagnostics.</param>
    public TableServiceClient(Uri endpoint, TokenCredential credential, TableClientOptions? options = null) =>
        _pipeline = new TablePipeline(endpoint, options, new BearerTokenAuthenticationPolicy(credential, Scope));

    /// <summary>The address of the service.</summary>
    public Uri Uri => _pipeline.Endpoint;

    /// <summary>A client for a table, whether it exists or not.</summary>
    /// <param name="tableName">3 to 63 letters and digits, the first a letter.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">No table can have the name.</exception>
    public TableClient GetTableClient(string tableName) => new(_pipeline, tableName);

    /// <summary>The tables of the account, by name.</summary>
    /// <param name="filter">See <see cref="TableClient.CreateQueryFilter"/>; null for all.</param>
    /// <param name="maxPerPage">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The tables, read page by page.</returns>
    public AsyncPageable<TableItem> QueryAsync(
        string? filter = null,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default
    ) =>
        new TablePages<TableItem>(
            _pipeline,
            new TableQuery("Tables", filter, null, "NextTableName", null),
            maxPerPage,
            static json =>
                [
                    .. TableEntityReader
                        .ReadPage(json)
                        .Select(static table => new TableItem(table.GetString("TableName")!)),
                ],
            cancellationToken
        );

    private static TableSharedKeyPolicy SharedKey(TableSharedKeyCredential credential) =>
        new(credential, TimeProvider.System);
}
