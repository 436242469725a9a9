using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Bench;

/// <summary>A folder with a small script of each runtime.</summary>
internal sealed class Scripts : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-bench-").FullName;

    public Scripts()
    {
        Write("main.py", "def main(input, context):\n    return {'total': sum(input['values'])}\n");
        Write(
            "main.mjs",
            "export default async (input) => ({ total: input.values.reduce((sum, value) => sum + value, 0) });\n"
        );
        Write("main.sh", "echo '{\"total\":6}' > \"$FLOW_OUTPUT\"\n");
    }

    public ScriptCall Call(ScriptRuntime runtime, string? reuseKey = null) =>
        new()
        {
            Runtime = runtime,
            Entry = runtime switch
            {
                ScriptRuntime.Python => "main.py",
                ScriptRuntime.Node => "main.mjs",
                _ => "main.sh",
            },
            Folder = new ScriptFolder(_folder, "bench"),
            Input = """{"values":[1,2,3]}"""u8.ToArray(),
            Context = "{}"u8.ToArray(),
            ReuseKey = reuseKey,
            Log = new NoLog(),
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private sealed class NoLog : IScriptLog
    {
        public void Write(in ScriptLine line) { }
    }
}
