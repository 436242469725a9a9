using System.Collections.Concurrent;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Runtimes;

/// <summary>Finds the runtimes on this machine: each once, when it is needed first.</summary>
/// <param name="options">Where they are, if that was said.</param>
/// <param name="sandbox">Where they must work.</param>
internal sealed class Interpreters(RunnerOptions options, ISandbox sandbox)
{
    private const string SystemFolders = "/usr/local/bin:/usr/bin:/bin";

    private readonly ConcurrentDictionary<ScriptRuntime, Lazy<Task<Interpreter?>>> _found = new();

    /// <summary>Finds one.</summary>
    /// <param name="runtime">Which.</param>
    /// <returns>It, or null when there is none.</returns>
    public async Task<Interpreter?> FindAsync(ScriptRuntime runtime)
    {
        var found = await _found.GetOrAdd(runtime, static (key, self) => new(() => self.SearchAsync(key)), this).Value;
        if (found is null)
        {
            // It may be installed while the app runs.
            _found.TryRemove(runtime, out _);
        }

        return found;
    }

    /// <summary>What to do when there is none.</summary>
    /// <param name="runtime">Which.</param>
    public static string Missing(ScriptRuntime runtime) =>
        runtime switch
        {
            ScriptRuntime.Python =>
                "Python 3.9 or later was not found where scripts can reach it: `apt-get install python3`, or set `Runners__Python`.",
            ScriptRuntime.Node =>
                "Node.js 18 or later was not found where scripts can reach it: `apt-get install nodejs`, or set `Runners__Node`.",
            _ =>
                "Bash 4 or later was not found where scripts can reach it: `apt-get install bash`, or set `Runners__Bash`.",
        };

    private async Task<Interpreter?> SearchAsync(ScriptRuntime runtime)
    {
        foreach (var path in Candidates(runtime))
        {
            var candidate = new Interpreter(runtime, path, FolderOf(path));
            if (await InterpreterCheck.WorksAsync(sandbox, candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private IEnumerable<string> Candidates(ScriptRuntime runtime)
    {
        var (chosen, name) = runtime switch
        {
            ScriptRuntime.Python => (options.PythonPath, "python3"),
            ScriptRuntime.Node => (options.NodePath, "node"),
            _ => (options.BashPath, "bash"),
        };
        if (chosen is not null)
        {
            return [chosen];
        }

        var folders = $"{SystemFolders}:{Environment.GetEnvironmentVariable("PATH")}".Split(
            ':',
            StringSplitOptions.RemoveEmptyEntries
        );
        return folders.Distinct().Select(folder => Path.Combine(folder, name)).Where(File.Exists).Select(RealPath);
    }

    // What lies in a folder of its own, <folder>/bin/<program>, needs all of that folder.
    private static string? FolderOf(string path) =>
        path.StartsWith("/usr/", StringComparison.Ordinal) || path.StartsWith("/bin/", StringComparison.Ordinal)
            ? null
            : Path.GetDirectoryName(Path.GetDirectoryName(path));

    private static string RealPath(string path) =>
        new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
}
