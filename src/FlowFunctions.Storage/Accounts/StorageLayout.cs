namespace FlowFunctions.Storage.Accounts;

/// <summary>The names of the tables and containers that the stores use (docs/storage.md).</summary>
public static class StorageLayout
{
    /// <summary>Table: flows, versions and drafts.</summary>
    public const string Flows = "flows";

    /// <summary>Table: a row for each run, with its history.</summary>
    public const string Runs = "runs";

    /// <summary>Table: a light row for each run that no run called, over all flows by time.</summary>
    public const string RunIndex = "runindex";

    /// <summary>Table: which run a caller's idempotency key stands for.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>Table: who is to be told of the end of which run.</summary>
    public const string Callbacks = "callbacks";

    /// <summary>Table: members, API keys, and the key that signs links.</summary>
    public const string Access = "access";

    /// <summary>Table: what triggers remember: pauses, due times, what was delivered.</summary>
    public const string Triggers = "triggers";

    /// <summary>Table: who has changed what.</summary>
    public const string Audit = "audit";

    /// <summary>Container: documents and plans of flows.</summary>
    public const string FlowDocuments = "flows";

    /// <summary>Container: large values, and histories too large for a row.</summary>
    public const string Payloads = "payloads";

    /// <summary>Container: logs of step attempts.</summary>
    public const string Logs = "logs";

    /// <summary>Container: which runs of limited flows are open, and which wait.</summary>
    public const string Places = "places";

    /// <summary>Container: scripts and files.</summary>
    public const string Files = "files";

    /// <summary>All tables.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [Flows, Runs, RunIndex, Idempotency, Callbacks, "schemas", "records", Triggers, Access, Audit];

    /// <summary>All blob containers.</summary>
    public static IReadOnlyList<string> Containers { get; } = [FlowDocuments, Payloads, Logs, Places, Files];
}
