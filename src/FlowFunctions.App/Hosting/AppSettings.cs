using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Durable;
using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Scripts;
using FlowFunctions.App.Secrets;
using FlowFunctions.App.Triggers.Queues;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.App.Hosting;

/// <summary>What an app is started with, once the configuration has been read and the storage is known.</summary>
internal sealed record AppSettings
{
    /// <summary>The storage account; a connection string becomes one.</summary>
    public required StorageConnection Storage { get; init; }

    /// <summary>The folder of the embedded engine's journal and of what else stays on this machine; empty with another engine.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>What the Azure Functions host tells that has started this app as its handler; null without one.</summary>
    public FunctionsHostSettings? FunctionsHost { get; init; }

    /// <summary>The address to listen at; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:7071";

    /// <summary>Whom the app lets in; by default who is at this machine, so nobody else may reach it then.</summary>
    public AccessSettings Access { get; init; } = AccessSettings.Local;

    /// <summary>How the audit log is kept.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>What is limited in workspaces that say nothing themselves; by default nothing for who is at this machine.</summary>
    public LimitSettings Limits
    {
        get => field ?? (Access.IsLocal ? LimitSettings.None : LimitSettings.Standard);
        init;
    }

    /// <summary>The Durable Task backend that this app works for; null with the embedded engine, or under a Functions host.</summary>
    public BackendSettings? Backend { get; init; }

    /// <summary>How runs on a Durable Task backend are healed; the embedded engine needs nothing of it.</summary>
    public TendingSettings Tending { get; init; } = new();

    /// <summary>Whether an answer comes to its caller while it is written: a Functions host sends answers whole.</summary>
    public bool HasStreams => FunctionsHost is null;

    /// <summary>Where links to approvals lead: a Functions host forwards what is under <c>/api</c> and <c>/hooks</c> only.</summary>
    public string LinkPath => FunctionsHost is null ? "/approvals" : "/hooks/approvals";

    /// <summary>
    /// Whether the storage is an emulator, which loses its last seconds when it is killed: then the journal keeps what was stored for
    /// a while longer.
    /// </summary>
    public bool IsEmulator { get; init; }

    /// <summary>The values that expressions see under <c>env</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the values of <c>secrets.NAME</c> come from: a name's value, or null.</summary>
    public Func<string, string?> Secret { get; init; } = static _ => null;

    /// <summary>Where secrets are kept, and which of them are this app's.</summary>
    public SecretSettings Secrets { get; init; } = new();

    /// <summary>What a durable event survives.</summary>
    public Durability Durability { get; init; } = Durability.Flush;

    /// <summary>
    /// Whether steps may reach loopback and private addresses: right where the person who runs the app is the only one who can
    /// reach it.
    /// </summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The folder of the builder's web build; null without one.</summary>
    public string? SiteFolder { get; init; }

    /// <summary>How queues are read.</summary>
    public QueueSettings Queues { get; init; } = new();

    /// <summary>How scripts are run.</summary>
    public RunnerSettings Runners { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
