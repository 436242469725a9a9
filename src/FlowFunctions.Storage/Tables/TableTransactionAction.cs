using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>What one action of a transaction does with its entity.</summary>
public enum TableTransactionActionType
{
    /// <summary>Inserts; the entity must not exist.</summary>
    Add,

    /// <summary>Merges into an entity that must exist.</summary>
    UpdateMerge,

    /// <summary>Replaces an entity that must exist.</summary>
    UpdateReplace,

    /// <summary>Deletes an entity that must exist.</summary>
    Delete,

    /// <summary>Inserts or merges.</summary>
    UpsertMerge,

    /// <summary>Inserts or replaces.</summary>
    UpsertReplace,
}

/// <summary>One action of an entity group transaction.</summary>
/// <param name="ActionType">What to do.</param>
/// <param name="Entity">The entity; a deletion uses its keys only.</param>
/// <param name="ETag">What the stored entity's ETag must be; the default matches any. Only updates and deletions use it.</param>
public sealed record TableTransactionAction(
    TableTransactionActionType ActionType,
    TableEntity Entity,
    ETag ETag = default
);
