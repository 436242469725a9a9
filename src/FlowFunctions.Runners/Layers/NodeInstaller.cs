using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Places;

namespace FlowFunctions.Runners.Layers;

/// <summary>Installs with npm, in a copy of the folder that <c>package.json</c> is in. Packages' own install scripts are not run.</summary>
internal sealed class NodeInstaller : IInstaller
{
    private const string Copy = "app";

    public string ResultName => "node_modules";

    public Dependencies? Find(ManifestFile folder, string entry) => NodePackage.Find(folder, entry);

    public InstallStep Prepare(Installation installation)
    {
        var program = FindNpm(installation.Interpreter.Path);
        var dependencies = installation.Dependencies;
        var copy = Path.Combine(installation.Work, Copy);
        Directory.CreateDirectory(copy);
        ScriptFiles.Place(Path.Combine(installation.Folder.Path, dependencies.Folder), copy, mayLink: false);
        var target = Path.Combine(InstallPlaces.Source, dependencies.Folder);
        // npm, with the forwarder of connections in the same process.
        var start =
            $"require('{InstallPlaces.Boot}/egress.cjs').start(); process.argv.splice(1, 0, 'npm'); require('{program}');";
        return new(
            [
                .. (string[])[installation.Interpreter.Path, "-e", start, "--"],
                File.Exists(Path.Combine(copy, NodePackage.LockName)) ? "ci" : "install",
                .. (string[])["--ignore-scripts", "--install-links", "--omit=dev", "--no-audit", "--no-fund"],
                .. (string[])
                    ["--no-update-notifier", "--no-color", "--logs-max=0", $"--cache={InstallPlaces.Temporary}/npm"],
                .. installation.IsOffline ? ["--offline"] : Array.Empty<string>(),
            ],
            target,
            [new(copy, target, IsWritable: true)]
        );
    }

    public void Finish(Installation installation)
    {
        var copy = Path.Combine(installation.Work, Copy);
        var installed = new DirectoryInfo(Path.Combine(copy, ResultName));
        // A link would show scripts whatever it leads to on the machine.
        if (!installed.Exists || installed.LinkTarget is not null)
        {
            throw new DependencyException(
                "npm has installed nothing: package.json asks only for what does not fit this machine."
            );
        }

        LinkedPackages.Replace(installed, copy);
        FileTree.SetMode(installed.FullName, FileTree.Own);
        installed.MoveTo(Path.Combine(installation.Work, ResultName));
        FileTree.Delete(copy);
    }

    public string? Advice(string tail) =>
        tail.Contains("ENOTCACHED", StringComparison.Ordinal)
            ? "Packages are not downloaded here: put the package's .tgz beside package.json and name it there (\"name\": \"file:name.tgz\")."
        : tail.Contains("npm error network", StringComparison.Ordinal)
            ? "The registry could not be reached; the log tells why."
        : null;

    // npm begins with what is wrong, and ends with what might help.
    public IEnumerable<string> Telling(IEnumerable<string> tail) =>
        tail.Where(static line =>
                line.StartsWith("npm error ", StringComparison.OrdinalIgnoreCase)
                || line.StartsWith("npm ERR! ", StringComparison.Ordinal)
            )
            .Take(2);

    private static string FindNpm(string node)
    {
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(node)) ?? "/usr";
        string[] places =
        [
            $"{prefix}/lib/node_modules",
            "/usr/lib/node_modules",
            "/usr/local/lib/node_modules",
            "/usr/share/nodejs",
        ];
        return places.Select(place => $"{place}/npm/lib/cli.js").FirstOrDefault(File.Exists) is { } found
            ? found.Replace("/lib/cli.js", "/bin/npm-cli.js", StringComparison.Ordinal)
            : throw new DependencyException(
                "npm was not found where Node.js is installed: install it with Node.js, or `apt-get install npm`."
            );
    }
}
