using FlowFunctions.Runners;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Layers;
using FlowFunctions.Steps.Http;

namespace FlowFunctions.Steps.Script;

/// <summary>How scripts run on this machine, for every program that runs flows on it.</summary>
public static class LocalScripts
{
    /// <summary>A runner's options.</summary>
    /// <param name="own">A folder of the program's own; empty for none.</param>
    /// <param name="http">Which addresses scripts with outbound access may reach.</param>
    /// <param name="allowDownloads">Whether what scripts depend on may be downloaded.</param>
    public static RunnerOptions Options(string own, HttpStepOptions http, bool allowDownloads = true) =>
        new()
        {
            Folder = Place(own, "run"),
            Egress = new EgressOptions { SocketFolder = ScriptCache.SocketFolder, IsAllowed = http.Allows },
            Layers = new LayerOptions { Root = Place(own, "layers"), AllowDownloads = allowDownloads },
        };

    /// <summary>Where the files of flows are put on disk.</summary>
    /// <param name="own">A folder of the program's own; empty for none.</param>
    /// <param name="time">The clock.</param>
    public static ScriptFolders Folders(string own, TimeProvider time) =>
        new(new ScriptFolderOptions { Root = Place(own, "files") }, time);

    private static string Place(string own, string name) => Path.Combine(ScriptCache.FolderFor(own), name);
}
