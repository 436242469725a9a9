using System.Text;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Tests.Machine;

/// <summary>A folder with scripts, and calls of them.</summary>
internal sealed class Script : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-script-").FullName;
    private readonly ScriptRuntime _runtime;
    private readonly string _entry;

    private Script(ScriptRuntime runtime, string entry, string text)
    {
        (_runtime, _entry) = (runtime, entry);
        With(entry, text);
    }

    public ScriptLog Log { get; } = new();

    public string Folder => _folder;

    public static Script Python(string text) => new(ScriptRuntime.Python, "main.py", text);

    public static Script Node(string text) => new(ScriptRuntime.Node, "main.mjs", text);

    public static Script Bash(string text) => new(ScriptRuntime.Bash, "main.sh", text);

    public static Script Of(ScriptRuntime runtime, string text) =>
        runtime switch
        {
            ScriptRuntime.Python => Python(text),
            ScriptRuntime.Node => Node(text),
            _ => Bash(text),
        };

    public Script With(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public ScriptCall Call(string input = "null") =>
        new()
        {
            Runtime = _runtime,
            Entry = _entry,
            Folder = new ScriptFolder(_folder, Path.GetFileName(_folder)),
            Input = Encoding.UTF8.GetBytes(input),
            Context = """{"step":"a"}"""u8.ToArray(),
            Log = Log,
            Limits = new ScriptLimits { Timeout = TimeSpan.FromSeconds(60) },
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

internal static class Results
{
    public static string Output(this ScriptResult result) =>
        result is ScriptResult.Succeeded succeeded
            ? Encoding.UTF8.GetString(succeeded.Output.Span)
            : throw new InvalidOperationException(result.ToString());

    public static ScriptResult.Failed Failure(this ScriptResult result) =>
        result as ScriptResult.Failed ?? throw new InvalidOperationException($"It succeeded with {result.Output()}.");
}
