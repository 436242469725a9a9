using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Sources;

/// <summary>A flow's file and what the compiler says of it.</summary>
/// <param name="Path">The path as the user gave it.</param>
/// <param name="Text">What the file holds.</param>
/// <param name="Result">The compilation.</param>
internal sealed record FlowFile(string Path, string Text, CompilationResult Result)
{
    /// <summary>The plan, or null when the flow has errors.</summary>
    public Plan? Plan => Result.Plan;

    /// <summary>Reads and compiles a file.</summary>
    /// <exception cref="InvalidUseException">The file cannot be read.</exception>
    public static async Task<FlowFile> ReadAsync(string path, IStepCatalog catalog)
    {
        var text = await TextFile.ReadAsync(path);
        return new FlowFile(path, text, new FlowCompiler(catalog).Compile(text));
    }
}
