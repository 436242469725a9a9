using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Runtimes;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Layers;

/// <summary>What one runtime needs for its packages to be installed.</summary>
internal interface IInstaller
{
    /// <summary>Finds what a script depends on; null when nothing.</summary>
    /// <exception cref="DependencyException">What it depends on is not understood.</exception>
    Dependencies? Find(ManifestFile folder, string entry);

    /// <summary>What the layer's folder must hold in the end.</summary>
    string ResultName { get; }

    /// <summary>Prepares an installation.</summary>
    /// <param name="installation">What for.</param>
    /// <exception cref="DependencyException">Something is missing on this machine.</exception>
    InstallStep Prepare(Installation installation);

    /// <summary>Puts what was installed where <see cref="ResultName"/> says.</summary>
    void Finish(Installation installation);

    /// <summary>What is to be said when the installation failed with these last words; null for nothing but these.</summary>
    string? Advice(string tail);

    /// <summary>Which of its last lines tell why it failed; none when no line is known to.</summary>
    IEnumerable<string> Telling(IEnumerable<string> tail);
}

/// <summary>One installation.</summary>
/// <param name="Interpreter">The runtime.</param>
/// <param name="Folder">The script's folder.</param>
/// <param name="Dependencies">What is installed.</param>
/// <param name="Work">The new layer's folder on the machine.</param>
/// <param name="IsOffline">Whether nothing may be downloaded.</param>
internal sealed record Installation(
    Interpreter Interpreter,
    ScriptFolder Folder,
    Dependencies Dependencies,
    string Work,
    bool IsOffline
);

/// <summary>How an installation is carried out in its sandbox.</summary>
/// <param name="Command">The command.</param>
/// <param name="WorkFolder">The folder it starts in.</param>
/// <param name="Mounts">What it sees beyond the runtime and the script's folder.</param>
internal sealed record InstallStep(
    IReadOnlyList<string> Command,
    string WorkFolder,
    IReadOnlyList<SandboxMount> Mounts
);
