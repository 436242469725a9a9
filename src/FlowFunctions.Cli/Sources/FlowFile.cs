using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Cli.Sources;

/// <summary>A flow's file and what the compiler says of it.</summary>
/// <param name="Path">The path as the user gave it.</param>
/// <param name="Text">What the file holds.</param>
/// <param name="Result">The compilation.</param>
internal sealed record FlowFile(string Path, string Text, CompilationResult Result)
{
    /// <summary>The plan, or null when the flow has errors.</summary>
    public Plan? Plan => Result.Plan;

    /// <summary>The files of its folder; null when it uses none.</summary>
    public FlowFolderFiles? Files { get; init; }

    /// <summary>Reads and compiles a file, with the files of its folder if it uses any.</summary>
    /// <exception cref="InvalidUseException">The file, or one of its folder, cannot be read.</exception>
    public static async Task<FlowFile> ReadAsync(string path, IStepCatalog catalog)
    {
        var text = await TextFile.ReadAsync(path);
        var compiler = new FlowCompiler(catalog);
        var result = compiler.Compile(text);
        if (!result.UsesFiles)
        {
            return new FlowFile(path, text, result);
        }

        var files = await FlowFolderFiles.ReadAsync(FlowFolderFiles.FolderOf(path));
        return new FlowFile(path, text, compiler.Compile(text, TextFormat.Auto, files.ForCompiler)) { Files = files };
    }
}
