using System.Runtime.CompilerServices;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Tests.Local;

/// <summary>One Azurite for the whole test run; every test has tables, containers and queues of its own in it.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static int _names;
    private Azurite? _azurite;

    public static string Folder { get; } = FolderOf();

    internal Azurite Azurite => _azurite!;

    public string ConnectionString => Azurite.ConnectionString;

    public TableServiceClient Tables => new(ConnectionString);

    /// <summary>Has the tables and containers of the stores; tests take workspaces of their own in them.</summary>
    internal StorageAccount Account => StorageAccount.Connect(ConnectionString);

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(Folder));
        await Account.EnsureAsync();
    }

    public async Task DisposeAsync() => await Azurite.DisposeAsync();

    /// <summary>A name that no other test has.</summary>
    public static string NewName() => $"test{Interlocked.Increment(ref _names)}";

    public async Task<TableClient> NewTableAsync()
    {
        var table = Tables.GetTableClient(NewName());
        await table.CreateAsync();
        return table;
    }

    private static string FolderOf([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "infra", "local"));
}
