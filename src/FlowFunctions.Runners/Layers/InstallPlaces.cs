namespace FlowFunctions.Runners.Layers;

/// <summary>The folders of an installation, as it sees them.</summary>
internal static class InstallPlaces
{
    /// <summary>What forwards connections.</summary>
    public const string Boot = "/flow";

    /// <summary>The script's folder.</summary>
    public const string Source = "/src";

    /// <summary>Temporary files: on disk, because whole packages are unpacked there.</summary>
    public const string Temporary = "/layer/tmp";
}
