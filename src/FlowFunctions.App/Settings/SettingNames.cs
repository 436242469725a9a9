namespace FlowFunctions.App.Settings;

/// <summary>The names of settings, in the environment and in <c>local.settings.json</c> (docs/configuration.md).</summary>
internal static class SettingNames
{
    /// <summary>The storage account's connection string; with <c>__</c> and a part, how an identity gets at it.</summary>
    public const string Storage = "AzureWebJobsStorage";

    /// <summary>The data folder.</summary>
    public const string Data = "FLOW_DATA";

    /// <summary><c>flush</c> or <c>buffered</c>.</summary>
    public const string Durability = "FLOW_DURABILITY";

    /// <summary>The first of the three ports of the local storage.</summary>
    public const string StoragePort = "FLOW_STORAGE_PORT";

    /// <summary>Whether steps may reach loopback and private addresses.</summary>
    public const string AllowPrivateNetwork = "FLOW_ALLOW_PRIVATE_NETWORK";

    /// <summary>Whether missing packages of the system's are installed at the start.</summary>
    public const string InstallPackages = "FLOW_INSTALL_PACKAGES";

    /// <summary>Whether the builder is built at the start of an app in a working copy.</summary>
    public const string BuildSite = "FLOW_BUILD_SITE";

    /// <summary>Before the names of values that expressions see as <c>env.NAME</c>.</summary>
    public const string EnvPrefix = "FLOW_ENV__";

    /// <summary>Before the names of secrets.</summary>
    public const string SecretPrefix = "FLOW_SECRET__";
}
