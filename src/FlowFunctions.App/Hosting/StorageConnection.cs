using Azure.Core;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Hosting;

/// <summary>A storage account and how this app is let in.</summary>
internal sealed class StorageConnection
{
    private bool _isPrepared;

    private StorageConnection(StorageAccount account) => Account = account;

    /// <summary>The clients.</summary>
    public StorageAccount Account { get; }

    /// <summary>The account and where its tables are, for people.</summary>
    public string Name => $"'{Account.Blobs.AccountName}' ({Account.Tables.Uri.GetLeftPart(UriPartial.Authority)})";

    /// <summary>Whether it is an emulator, which loses its last seconds when it is killed.</summary>
    public bool IsEmulator => Account.Blobs.AccountName == Azurite.AccountName;

    /// <summary>Lets itself in with a key or a shared access signature.</summary>
    /// <exception cref="FormatException">The text is no connection string; the message holds no secret.</exception>
    public static StorageConnection Of(string connectionString) => new(StorageAccount.Connect(connectionString));

    /// <summary>Lets itself in as an identity.</summary>
    public static StorageConnection Of(StorageEndpoints endpoints, TokenCredential credential) =>
        new(StorageAccount.Connect(endpoints, credential));

    /// <summary>Creates the tables and containers that do not exist, the first time that it is called.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!_isPrepared)
        {
            await Account.EnsureAsync(cancellationToken);
            _isPrepared = true;
        }
    }

    public static implicit operator StorageConnection(string connectionString) => Of(connectionString);
}
