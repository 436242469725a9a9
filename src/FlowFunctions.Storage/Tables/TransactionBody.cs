using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>The multipart body of a transaction (REST reference, "Performing entity group transactions").</summary>
internal sealed class TransactionBody
{
    private const string PartHead = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    private const string Head =
        $" HTTP/1.1\r\nAccept: {TablePipeline.Json};odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n"
        + "Prefer: return-no-content\r\n";
    private const int MaxActions = 100;
    private const int MaxBytes = 4 * 1024 * 1024;
    private readonly TablePipeline _pipeline;
    private readonly string _table;
    private readonly TableTransactionAction[] _actions;
    private readonly string _batch = $"batch_{Guid.NewGuid()}";
    private readonly string _changeSet = $"changeset_{Guid.NewGuid()}";

    /// <exception cref="ArgumentException">The actions cannot be one transaction.</exception>
    public TransactionBody(TablePipeline pipeline, string table, TableTransactionAction[] actions)
    {
        if (actions.Length is 0 or > MaxActions)
        {
            throw new ArgumentException(
                $"A transaction has 1 to {MaxActions} actions, not {actions.Length}.",
                nameof(actions)
            );
        }

        if (actions.Any(action => action.Entity.PartitionKey != actions[0].Entity.PartitionKey))
        {
            throw new ArgumentException("All entities of a transaction belong to one partition.", nameof(actions));
        }

        var rows = new HashSet<string?>(actions.Length, StringComparer.Ordinal);
        if (actions.FirstOrDefault(action => !rows.Add(action.Entity.RowKey)) is { } twice)
        {
            throw new ArgumentException(
                $"A transaction changes an entity once; '{twice.Entity.RowKey}' is in it twice.",
                nameof(actions)
            );
        }

        (_pipeline, _table, _actions) = (pipeline, table, actions);
    }

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    /// <exception cref="RequestFailedException">The transaction is too large, or an entity breaks a limit.</exception>
    public ReadOnlySequence<byte> Write()
    {
        var body = new ChunkedBuffer();
        var entity = new ArrayBufferWriter<byte>(2 * 1024);
        using var json = TableEntityWriter.CreateWriter(entity);
        var table = _pipeline.Address(_table).AbsoluteUri;
        Append(body, $"--{_batch}\r\nContent-Type: multipart/mixed; boundary={_changeSet}\r\n\r\n");
        var begin = $"--{_changeSet}\r\n{PartHead}";
        foreach (var action in _actions)
        {
            Append(body, begin);
            WriteAction(body, table, action, entity, json);
        }

        Append(body, $"--{_changeSet}--\r\n--{_batch}--\r\n");
        return body.Length <= MaxBytes
            ? body.ToSequence()
            : throw TableEntityLimits.Failed(
                413,
                TableErrorCode.RequestBodyTooLarge,
                $"The transaction has {body.Length} bytes; {MaxBytes} fit. Send fewer actions at once."
            );
    }

    private static void WriteAction(
        ChunkedBuffer body,
        string table,
        TableTransactionAction action,
        ArrayBufferWriter<byte> entity,
        Utf8JsonWriter json
    )
    {
        var (method, hasBody, hasCondition) = Request(action.ActionType);
        Append(body, method.Method);
        Append(body, " ");
        Append(
            body,
            action.ActionType == TableTransactionActionType.Add
                ? table
                : TableAddress.Entity(table, action.Entity.PartitionKey, action.Entity.RowKey)
        );
        Append(body, Head);
        Append(body, hasCondition ? $"If-Match: {TableAddress.IfMatch(action.ETag)}\r\n" : "");
        if (hasBody)
        {
            entity.ResetWrittenCount();
            json.Reset();
            TableEntityWriter.Write(json, action.Entity);
            json.Flush();
            Append(
                body,
                $"Content-Type: {TablePipeline.Json}\r\nContent-Length: {entity.WrittenCount.ToString(CultureInfo.InvariantCulture)}\r\n\r\n"
            );
            body.Write(entity.WrittenSpan);
            Append(body, "\r\n");
        }
        else
        {
            Append(body, "\r\n\r\n");
        }
    }

    private static (RequestMethod Method, bool HasBody, bool HasCondition) Request(TableTransactionActionType type) =>
        type switch
        {
            TableTransactionActionType.Add => (RequestMethod.Post, true, false),
            TableTransactionActionType.UpdateMerge => (RequestMethod.Patch, true, true),
            TableTransactionActionType.UpdateReplace => (RequestMethod.Put, true, true),
            TableTransactionActionType.UpsertMerge => (RequestMethod.Patch, true, false),
            TableTransactionActionType.UpsertReplace => (RequestMethod.Put, true, false),
            TableTransactionActionType.Delete => (RequestMethod.Delete, false, true),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static void Append(ChunkedBuffer body, string text) => Encoding.UTF8.GetBytes(text, body);
}
