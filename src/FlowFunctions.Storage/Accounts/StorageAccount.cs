using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Accounts;

/// <summary>The clients of one storage account, with the limits and retries that all stores use. Thread-safe; one instance serves a process.</summary>
public sealed class StorageAccount
{
    private readonly TimeProvider _time;

    private StorageAccount(
        TableServiceClient tables,
        BlobServiceClient blobs,
        QueueServiceClient queues,
        TimeProvider? time
    ) => (Tables, Blobs, Queues, _time) = (tables, blobs, queues, time ?? TimeProvider.System);

    /// <summary>The Table service.</summary>
    public TableServiceClient Tables { get; }

    /// <summary>The Blob service.</summary>
    public BlobServiceClient Blobs { get; }

    /// <summary>The Queue service.</summary>
    public QueueServiceClient Queues { get; }

    /// <summary>The account of a connection string. Nothing is sent yet.</summary>
    /// <param name="connectionString">With a key or a shared access signature, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="time">The clock that waits are measured by; null for the system's.</param>
    /// <exception cref="FormatException">The text is no connection string; the message holds no secret.</exception>
    public static StorageAccount Connect(string connectionString, TimeProvider? time = null) =>
        new(
            new TableServiceClient(connectionString, StorageRetries.Set(new TableClientOptions())),
            new BlobServiceClient(connectionString, StorageRetries.Set(new BlobClientOptions())),
            new QueueServiceClient(connectionString, StorageRetries.Set(new QueueClientOptions())),
            time
        );

    /// <summary>An account that a managed identity or another Entra credential opens. Nothing is sent yet.</summary>
    /// <param name="endpoints">Where its services are.</param>
    /// <param name="credential">Where tokens come from.</param>
    /// <param name="time">The clock that waits are measured by; null for the system's.</param>
    public static StorageAccount Connect(
        StorageEndpoints endpoints,
        TokenCredential credential,
        TimeProvider? time = null
    ) =>
        new(
            new TableServiceClient(endpoints.Tables, credential, StorageRetries.Set(new TableClientOptions())),
            new BlobServiceClient(endpoints.Blobs, credential, StorageRetries.Set(new BlobClientOptions())),
            new QueueServiceClient(endpoints.Queues, credential, StorageRetries.Set(new QueueClientOptions())),
            time
        );

    /// <summary>Creates the tables and containers of <see cref="StorageLayout"/> that do not exist. Meant for once at start.</summary>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="Azure.RequestFailedException">The service refused; or something of that name is still being deleted after a minute.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll([
            .. StorageLayout.Tables.Select(name =>
                Creation.InsistAsync(
                    async () => await Tables.GetTableClient(name).CreateIfNotExistsAsync(cancellationToken),
                    _time,
                    cancellationToken
                )
            ),
            .. StorageLayout.Containers.Select(name =>
                Creation.InsistAsync(
                    async () =>
                        await Blobs
                            .GetBlobContainerClient(name)
                            .CreateIfNotExistsAsync(cancellationToken: cancellationToken),
                    _time,
                    cancellationToken
                )
            ),
        ]);
}
