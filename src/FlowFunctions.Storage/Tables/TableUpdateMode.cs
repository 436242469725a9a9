namespace FlowFunctions.Storage.Tables;

/// <summary>What becomes of the properties that a stored entity has and the given one lacks.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge,

    /// <summary>They go.</summary>
    Replace,
}
