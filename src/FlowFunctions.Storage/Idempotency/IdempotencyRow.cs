using System.Security.Cryptography;
using System.Text;
using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Idempotency;

/// <summary>
/// Rows of claims. The key is a hash of workspace and key: callers' keys may be long and may hold a secret. Partitions are by its first
/// three digits, so that each stays small.
/// </summary>
internal static class IdempotencyRow
{
    public const string ExpiresAt = "ExpiresAt";
    private const string RunId = "Run";
    private const string Request = "Request";
    private const string Starter = "Starter";
    private const string Started = "Started";
    private const string Doubted = "Doubted";
    private const int PartitionDigits = 3;

    public static (string Partition, string Row) KeyOf(string workspace, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TableKey.Of(workspace, key))));
        return (TableKey.Of(workspace, hash[..PartitionDigits]), hash);
    }

    public static TableEntity Write(
        string workspace,
        string key,
        string runId,
        string requestHash,
        DateTimeOffset expiresAt,
        string? starter
    )
    {
        var (partition, row) = KeyOf(workspace, key);
        var claim = new TableEntity(partition, row)
        {
            { RunId, runId },
            { Request, requestHash },
            { ExpiresAt, expiresAt },
        };
        if (starter is not null)
        {
            claim.Add(Starter, starter);
            claim.Add(Started, false);
        }

        return claim;
    }

    /// <summary>A claim as it was read.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isNew">Whether it is the caller's, who just stored it.</param>
    /// <param name="requestHash">What the caller asks for.</param>
    /// <param name="version">Its version.</param>
    /// <param name="readAt">When it was read, by the storage account's clock; null when it was written.</param>
    public static IdempotencyClaim Read(
        TableEntity row,
        bool isNew,
        string requestHash,
        ETag version,
        DateTimeOffset? readAt = null
    ) =>
        new(RunOf(row), isNew, row.GetString(Request) == requestHash)
        {
            Starter = StarterOf(row),
            HasStarted = HasStarted(row),
            IsDoubted = row.GetBoolean(Doubted) == true,
            Age = readAt - row.Timestamp ?? TimeSpan.Zero,
            Place = (row.PartitionKey!, row.RowKey!),
            Version = version,
        };

    /// <summary>The change that says that a claim's run has begun.</summary>
    public static TableEntity Begun(IdempotencyClaim claim) => Change(claim, (Started, true));

    /// <summary>The change that asks whether a claim's starter is there.</summary>
    public static TableEntity Question(IdempotencyClaim claim) => Change(claim, (Doubted, true));

    /// <summary>The change that makes somebody else a claim's starter.</summary>
    public static TableEntity Taken(IdempotencyClaim claim, string starter) =>
        Change(claim, (Starter, starter), (Started, false), (Doubted, false));

    /// <summary>Finds the claims of a starter that has not said of them that their runs have begun.</summary>
    public static string StartingBy(string starter) =>
        TableClient.CreateQueryFilter($"Starter eq {starter} and Started eq {false}");

    public static string? StarterOf(TableEntity row) => row.GetString(Starter);

    public static bool HasStarted(TableEntity row) => row.GetBoolean(Started) == true;

    public static string RunOf(TableEntity row) => row.GetString(RunId)!;

    public static bool HasExpired(TableEntity row, DateTimeOffset now) => row.GetDateTimeOffset(ExpiresAt) <= now;

    private static TableEntity Change(IdempotencyClaim claim, params ReadOnlySpan<(string Name, object Value)> columns)
    {
        var change = new TableEntity(claim.Place.Partition, claim.Place.Row);
        foreach (var (name, value) in columns)
        {
            change.Add(name, value);
        }

        return change;
    }
}
