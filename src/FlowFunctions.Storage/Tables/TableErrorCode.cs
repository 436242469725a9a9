namespace FlowFunctions.Storage.Tables;

/// <summary>The codes of the Table service that callers tell apart (REST reference, "Table service error codes").</summary>
public static class TableErrorCode
{
    /// <summary>409: an entity with these keys exists.</summary>
    public const string EntityAlreadyExists = "EntityAlreadyExists";

    /// <summary>413: the entity is larger than 1 MiB.</summary>
    public const string EntityTooLarge = "EntityTooLarge";

    /// <summary>413: a transaction is larger than 4 MiB.</summary>
    public const string RequestBodyTooLarge = "RequestBodyTooLarge";

    /// <summary>400: a key is longer than 1 KiB.</summary>
    public const string KeyValueTooLarge = "KeyValueTooLarge";

    /// <summary>400: a key holds a character that the service refuses.</summary>
    public const string OutOfRangeInput = "OutOfRangeInput";

    /// <summary>400: a key is missing.</summary>
    public const string PropertiesNeedValue = "PropertiesNeedValue";

    /// <summary>400: the name of a property is longer than 255 characters.</summary>
    public const string PropertyNameTooLong = "PropertyNameTooLong";

    /// <summary>400: a string or a binary value is larger than 64 KiB.</summary>
    public const string PropertyValueTooLarge = "PropertyValueTooLarge";

    /// <summary>404: there is no such entity.</summary>
    public const string ResourceNotFound = "ResourceNotFound";

    /// <summary>409: the table exists.</summary>
    public const string TableAlreadyExists = "TableAlreadyExists";

    /// <summary>404: there is no such table.</summary>
    public const string TableNotFound = "TableNotFound";

    /// <summary>400: the entity has more than 252 properties of its own.</summary>
    public const string TooManyProperties = "TooManyProperties";

    /// <summary>412: the stored entity has another ETag.</summary>
    public const string UpdateConditionNotSatisfied = "UpdateConditionNotSatisfied";
}
