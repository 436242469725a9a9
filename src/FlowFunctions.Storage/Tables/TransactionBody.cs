using System.Buffers;
using System.Text;
using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>The multipart body of a transaction (REST reference, "Performing entity group transactions").</summary>
internal sealed class TransactionBody
{
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

        var rows = new HashSet<string?>(StringComparer.Ordinal);
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

    public ReadOnlyMemory<byte> Write()
    {
        var body = new ArrayBufferWriter<byte>(1024 * (_actions.Length + 1));
        Append(body, $"--{_batch}\r\nContent-Type: multipart/mixed; boundary={_changeSet}\r\n\r\n");
        foreach (var action in _actions)
        {
            WriteAction(body, action);
        }

        Append(body, $"--{_changeSet}--\r\n--{_batch}--\r\n");
        return body.WrittenCount <= MaxBytes
            ? body.WrittenMemory
            : throw TableEntityLimits.Failed(
                413,
                TableErrorCode.RequestBodyTooLarge,
                $"The transaction has {body.WrittenCount} bytes; {MaxBytes} fit. Send fewer actions at once."
            );
    }

    private void WriteAction(ArrayBufferWriter<byte> body, TableTransactionAction action)
    {
        var (method, hasBody, hasCondition) = Request(action.ActionType);
        var entity = action.Entity;
        var json = hasBody ? TableEntityWriter.Write(entity) : default;
        var path =
            action.ActionType == TableTransactionActionType.Add
                ? _table
                : TableAddress.Entity(_table, entity.PartitionKey, entity.RowKey);
        Append(
            body,
            $"--{_changeSet}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + $"{method} {_pipeline.Address(path).AbsoluteUri} HTTP/1.1\r\nAccept: {TablePipeline.Json};odata=minimalmetadata\r\n"
                + "DataServiceVersion: 3.0\r\nPrefer: return-no-content\r\n"
        );
        Append(body, hasCondition ? $"If-Match: {TableAddress.IfMatch(action.ETag)}\r\n" : "");
        Append(body, hasBody ? $"Content-Type: {TablePipeline.Json}\r\nContent-Length: {json.Length}\r\n\r\n" : "\r\n");
        body.Write(json.Span);
        Append(body, "\r\n");
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

    private static void Append(ArrayBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
