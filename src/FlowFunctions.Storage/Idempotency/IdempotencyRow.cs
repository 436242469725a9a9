using System.Security.Cryptography;
using System.Text;
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
        DateTimeOffset expiresAt
    )
    {
        var (partition, row) = KeyOf(workspace, key);
        return new TableEntity(partition, row)
        {
            { RunId, runId },
            { Request, requestHash },
            { ExpiresAt, expiresAt },
        };
    }

    public static string RunOf(TableEntity row) => row.GetString(RunId)!;

    public static bool IsFor(TableEntity row, string requestHash) => row.GetString(Request) == requestHash;

    public static bool HasExpired(TableEntity row, DateTimeOffset now) => row.GetDateTimeOffset(ExpiresAt) <= now;
}
