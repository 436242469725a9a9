using System.Globalization;
using System.Text;
using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Durable;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Scripts;
using FlowFunctions.App.Secrets;
using FlowFunctions.App.Triggers.Queues;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.App.Settings;

/// <summary>What the program is told by its command line, its environment and <c>local.settings.json</c>.</summary>
internal sealed record AppOptions
{
    /// <summary>All values under <c>env</c> together: they travel with every run.</summary>
    private const int MaxEnvBytes = 16 * 1024;

    /// <summary>Where Azurite listens by default: blobs here, queues and tables at the next two ports.</summary>
    private const int DefaultStoragePort = 10000;

    /// <summary>The folder that the program was started in.</summary>
    public required string Folder { get; init; }

    /// <summary>The address to listen at.</summary>
    public required string Url { get; init; }

    /// <summary>Whom the app lets in.</summary>
    public AccessSettings Access { get; init; } = AccessSettings.Local;

    /// <summary>What is limited in workspaces that say nothing themselves.</summary>
    public LimitSettings Limits { get; init; } = LimitSettings.None;

    /// <summary>The data folder, as a full path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The storage account; null for the local storage.</summary>
    public StorageConnection? Storage { get; init; }

    /// <summary>The first of three ports of the local storage; 0 for an emulator of this app's own on free ports.</summary>
    public int StoragePort { get; init; } = DefaultStoragePort;

    /// <summary>Whether samples are loaded into an empty workspace of the local storage.</summary>
    public bool HasSamples { get; init; } = true;

    /// <summary>What a durable event survives.</summary>
    public Durability Durability { get; init; } = Durability.Flush;

    /// <summary>How the audit log is kept.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>The Durable Task backend that carries runs out; null for the embedded engine.</summary>
    public BackendSettings? Backend { get; init; }

    /// <summary>How runs on that backend are healed.</summary>
    public TendingSettings Tending { get; init; } = new();

    /// <summary>Whether steps may reach loopback and private addresses.</summary>
    public bool AllowPrivateNetwork { get; init; } = true;

    /// <summary>How queues are read.</summary>
    public QueueSettings Queues { get; init; } = new();

    /// <summary>How scripts are run.</summary>
    public RunnerSettings Runners { get; init; } = new();

    /// <summary>Whether packages of the system's that are missing are installed at the start, where that is possible.</summary>
    public bool InstallsPackages { get; init; } = true;

    /// <summary>Whether the builder is built when its sources have changed.</summary>
    public bool BuildsSite { get; init; } = true;

    /// <summary>The values that expressions see under <c>env</c>.</summary>
    public required IReadOnlyDictionary<string, string> Env { get; init; }

    /// <summary>The secrets.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>Where secrets are kept.</summary>
    public SecretSettings Vault { get; init; } = new();

    /// <summary>Brings everything together.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="values">The settings.</param>
    /// <param name="folder">The folder that the program was started in.</param>
    /// <exception cref="SettingException">Something cannot be used.</exception>
    public static AppOptions Of(AppArguments arguments, SettingValues values, string folder)
    {
        var access = AccessConfiguration.Read(values);
        return new()
        {
            Folder = folder,
            Url = ListenAddress.Check(arguments.Url ?? ListenAddress.Default, access.IsConfigured),
            Access = access.IsConfigured ? access : AccessSettings.Local,
            Limits = LimitSettings.Read(values, isLocal: !access.IsConfigured),
            DataFolder = Settings.DataFolder.Of(arguments.Data ?? values.Find(SettingNames.Data), folder),
            Storage = StorageSetting.Read(values),
            StoragePort = StoragePortOf(values.Find(SettingNames.StoragePort)),
            Audit = AuditSettings.Read(values),
            Backend = BackendSettings.Read(values),
            Tending = TendingSettings.Read(values),
            HasSamples = !arguments.NoSamples,
            Durability = DurabilityOf(values.Find(SettingNames.Durability)),
            // Where others reach the app, its network is not theirs.
            AllowPrivateNetwork = Switch(values, SettingNames.AllowPrivateNetwork, otherwise: !access.IsConfigured),
            Queues = QueueSettings.Read(values),
            Runners = RunnerSettings.Read(values),
            InstallsPackages = Switch(values, SettingNames.InstallPackages, otherwise: true),
            BuildsSite = Switch(values, SettingNames.BuildSite, otherwise: true),
            Env = EnvOf(values),
            Secrets = values.Under(SettingNames.SecretPrefix),
            Vault = SecretSettings.Read(values),
        };
    }

    private static int StoragePortOf(string? text) =>
        text is null ? DefaultStoragePort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_533 ? port
        : throw new SettingException(
            $"{SettingNames.StoragePort} is '{text}'. Set the first of three ports (1 to 65533), or 0 for free ones."
        );

    private static Durability DurabilityOf(string? text) =>
        text?.ToUpperInvariant() switch
        {
            null or "FLUSH" => Durability.Flush,
            "BUFFERED" => Durability.Buffered,
            _ => throw new SettingException(
                $"{SettingNames.Durability} is '{text}'. Set 'flush' (survives a power cut) or 'buffered' (survives the end of the app only)."
            ),
        };

    /// <summary>A setting that is on or off.</summary>
    /// <exception cref="SettingException">It is something else.</exception>
    public static bool Switch(SettingValues values, string name, bool otherwise) =>
        values.Find(name)?.ToUpperInvariant() switch
        {
            null => otherwise,
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => throw new SettingException($"{name} is '{values.Find(name)}'. Set 'true' or 'false'."),
        };

    /// <summary>The values that expressions see under <c>env</c>.</summary>
    /// <exception cref="SettingException">They are too many.</exception>
    public static IReadOnlyDictionary<string, string> EnvOf(SettingValues values)
    {
        var env = values.Under(SettingNames.EnvPrefix);
        var bytes = env.Sum(static value =>
            Encoding.UTF8.GetByteCount(value.Key) + Encoding.UTF8.GetByteCount(value.Value)
        );
        return bytes <= MaxEnvBytes
            ? env
            : throw new SettingException(
                $"The values of {SettingNames.EnvPrefix}… have {bytes} bytes; {MaxEnvBytes} are the limit, because they travel with every run."
            );
    }
}
