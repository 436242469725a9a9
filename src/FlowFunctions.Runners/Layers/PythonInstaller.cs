using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Runtimes;

namespace FlowFunctions.Runners.Layers;

/// <summary>Installs with pip, into a folder of its own. Setup scripts of source packages run in the sandbox.</summary>
internal sealed class PythonInstaller : IInstaller
{
    // pip, with the forwarder of connections in the same process.
    private const string Start =
        $"import sys; sys.path.insert(0, '{InstallPlaces.Boot}'); import flow_egress; del sys.path[0]; flow_egress.start(); "
        + "import runpy; runpy.run_module('pip', run_name='__main__', alter_sys=True)";

    public string ResultName => "python";

    public Dependencies? Find(ManifestFile folder, string entry) => PythonRequirements.Find(folder, entry);

    public InstallStep Prepare(Installation installation)
    {
        var result = Path.Combine(installation.Work, ResultName);
        Directory.CreateDirectory(result);
        var source = Path.Combine(InstallPlaces.Source, installation.Dependencies.Folder);
        var target = RuntimePlaces.Layer(ScriptRuntime.Python);
        return new(
            [
                .. (string[])[installation.Interpreter.Path, "-I", "-c", Start],
                .. (string[])["install", "--disable-pip-version-check", "--no-input", "--no-color", "--no-cache-dir"],
                .. (string[])["--progress-bar=off", "--target", target, "--requirement", PythonRequirements.FileName],
                .. Links(installation.Folder),
                .. installation.IsOffline ? ["--no-index"] : Array.Empty<string>(),
            ],
            source,
            [new(result, target, IsWritable: true)]
        );
    }

    public void Finish(Installation installation) { }

    public string? Advice(string tail) =>
        tail.Contains("No module named pip", StringComparison.Ordinal)
            ? "This Python has no pip. Install it (`apt-get install python3-pip`), or set `Runners__Python` to a Python that has it."
        : tail.Contains("connection broken by", StringComparison.Ordinal)
            ? "The index could not be reached; the log tells why."
        : null;

    // The last error says what it came to; a package's own setup may have said a lot before.
    public IEnumerable<string> Telling(IEnumerable<string> tail) =>
        tail.Where(static line => line.TrimStart().StartsWith("error:", StringComparison.OrdinalIgnoreCase))
            .TakeLast(2);

    private static IEnumerable<string> Links(ScriptFolder folder) =>
        new ManifestFile(folder.Path)
            .All(PythonRequirements.Wheels)
            .Select(wheel => Path.Combine(InstallPlaces.Source, Path.GetDirectoryName(wheel)!))
            .Distinct()
            .SelectMany(place => new[] { "--find-links", place });
}
