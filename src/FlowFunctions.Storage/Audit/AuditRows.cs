using System.Globalization;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Audit;

/// <summary>Entries as rows: a partition for each workspace, day and stream, in it the newest first.</summary>
internal static class AuditRows
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string Previous = nameof(AuditRow.Previous);
    private const string At = nameof(AuditRow.At);

    public static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static AuditStream StreamOf(AuditRow row) => new(row.Workspace, DayOf(row.At), row.Stream);

    public static TableEntity Write(AuditRow row) =>
        new(StreamOf(row).Partition, $"{KeyOf(row.At)}{TableKey.Separator}{int.MaxValue - row.Sequence:D10}")
        {
            [At] = row.At,
            [nameof(AuditRow.Sequence)] = row.Sequence,
            [Previous] = row.Previous,
            [nameof(AuditRow.Entry)] = row.Entry,
            [nameof(AuditRow.Caller)] = row.Caller,
            [nameof(AuditRow.Action)] = row.Action,
            [nameof(AuditRow.Target)] = row.Target,
        };

    public static AuditRow Read(AuditStream stream, TableEntity row) =>
        new(
            stream.Workspace,
            stream.Name,
            row.GetInt32(nameof(AuditRow.Sequence))!.Value,
            row.GetDateTimeOffset(At)!.Value,
            row.GetString(Previous)!,
            row.GetString(nameof(AuditRow.Entry))!
        )
        {
            Caller = row.GetString(nameof(AuditRow.Caller))!,
            Action = row.GetString(nameof(AuditRow.Action))!,
            Target = row.GetString(nameof(AuditRow.Target))!,
        };

    /// <summary>The rows of a stream that a query looks for.</summary>
    public static string FilterOf(AuditStream stream, AuditQuery query)
    {
        var to = query.After?.At.AddTicks(1) is { } after && !(query.To < after) ? after : query.To;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {stream.Partition}");
        filter += to is { } end ? TableClient.CreateQueryFilter($" and RowKey ge {KeyOf(end.AddTicks(-1))}") : "";
        filter += query.From is { } from
            ? TableClient.CreateQueryFilter($" and RowKey lt {KeyOf(from) + TableKey.Separator + TableKey.Separator}")
            : "";
        return filter
            + Matching(nameof(AuditRow.Caller), query.Caller)
            + Matching(nameof(AuditRow.Action), query.Action)
            + Matching(nameof(AuditRow.Target), query.Target);
    }

    /// <summary>The later, the smaller.</summary>
    private static string KeyOf(DateTimeOffset at) =>
        (DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    private static string Matching(string column, string? text) =>
        text switch
        {
            null or "" or "*" => "",
            [.. var begin, '*'] => $" and {column} ge {Literal(begin)} and {column} lt {Literal(Next(begin))}",
            _ => $" and {column} eq {Literal(text)}",
        };

    private static string Literal(string text) => TableClient.CreateQueryFilter($"{text}");

    /// <summary>The first text behind all that begin so.</summary>
    private static string Next(string begin) => begin[..^1] + (char)(begin[^1] + 1);
}
