using System.Diagnostics.CodeAnalysis;
using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>An entity group transaction failed; nothing of it was carried out.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Made from an answer of the service only.")]
public sealed class TableTransactionFailedException : RequestFailedException
{
    internal TableTransactionFailedException(Response response, string? code, int? index, string message)
        : base(
            response.Status,
            index is null ? message : $"Action {index} of the transaction failed: {message}",
            code,
            null
        ) => FailedTransactionActionIndex = index;

    /// <summary>The place of the failed action in the transaction, from 0; null if the service named none.</summary>
    public int? FailedTransactionActionIndex { get; }
}
