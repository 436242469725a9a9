using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>A Bicep file: what it declares and what it uses.</summary>
internal sealed partial class BicepFile
{
    private BicepFile(string path)
    {
        Path = path;
        Text = BicepText.WithoutComments(File.ReadAllText(path));
        Parameters = ParameterDeclaration()
            .Matches(Text)
            .ToDictionary(
                static match => match.Groups["name"].Value,
                static match => match.Groups["default"].Success ? match.Groups["default"].Value.Trim() : null,
                StringComparer.Ordinal
            );
        Variables = [.. VariableDeclaration().Matches(Text).Select(static match => match.Groups[1].Value)];
        Outputs = OutputDeclaration()
            .Matches(Text)
            .ToDictionary(
                static match => match.Groups[1].Value,
                static match => match.Groups[2].Value.Trim(),
                StringComparer.Ordinal
            );
        Resources = [.. ResourceDeclaration().Matches(Text).Select(static match => match.Groups[1].Value)];
        Modules = [.. ModuleDeclaration().Matches(Text).Select(Module)];
    }

    public string Path { get; }

    /// <summary>The file without its comments.</summary>
    public string Text { get; }

    /// <summary>Parameters by their names, with the expression that is their default, or null.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    public IReadOnlyList<string> Variables { get; }

    public IReadOnlyDictionary<string, string> Outputs { get; }

    /// <summary>Types of resources with their API versions, existing ones included.</summary>
    public IReadOnlyList<string> Resources { get; }

    public IReadOnlyList<BicepModule> Modules { get; }

    public static BicepFile Main { get; } = new(Repository.PathOf("infra", "main.bicep"));

    /// <summary>Every Bicep file of the repository's templates.</summary>
    public static IReadOnlyList<BicepFile> All { get; } =
    [
        Main,
        .. Directory
            .EnumerateFiles(Repository.PathOf("infra", "modules"), "*.bicep")
            .Order(StringComparer.Ordinal)
            .Select(static path => new BicepFile(path)),
    ];

    /// <summary>The file that a module of this one names.</summary>
    public BicepFile? FileOf(BicepModule module) =>
        All.FirstOrDefault(file =>
            file.Path == System.IO.Path.GetFullPath(module.Path, System.IO.Path.GetDirectoryName(Path)!)
        );

    /// <summary>The names of the members of an object that a variable holds.</summary>
    public IReadOnlyList<string> MembersOf(string variable)
    {
        var start = Text.IndexOf($"var {variable} =", StringComparison.Ordinal);
        var end = Text.IndexOf("\n\n", start, StringComparison.Ordinal);
        var value = Text[start..end];
        return [.. BicepText.Members(BicepText.Block(value, value.LastIndexOf("{\n", StringComparison.Ordinal)))];
    }

    private BicepModule Module(Match match)
    {
        var body = BicepText.Block(Text, Text.IndexOf('{', match.Index + match.Length - 1));
        var given = body.IndexOf("params: {", StringComparison.Ordinal);
        var parameters = BicepText.Block(body, body.IndexOf('{', given));
        return new BicepModule(
            match.Groups["name"].Value,
            match.Groups["path"].Value,
            BicepText.Members(parameters).ToHashSet(StringComparer.Ordinal)
        );
    }

    [GeneratedRegex(@"^param (?<name>\w+) \w+(?: = (?<default>.+))?$", RegexOptions.Multiline)]
    private static partial Regex ParameterDeclaration();

    [GeneratedRegex(@"^var (\w+) =", RegexOptions.Multiline)]
    private static partial Regex VariableDeclaration();

    [GeneratedRegex(@"^output (\w+) \w+ = (.+)$", RegexOptions.Multiline)]
    private static partial Regex OutputDeclaration();

    [GeneratedRegex(@"^resource \w+ '([^']+)'", RegexOptions.Multiline)]
    private static partial Regex ResourceDeclaration();

    [GeneratedRegex(@"^module (?<name>\w+) '(?<path>[^']+)' =", RegexOptions.Multiline)]
    private static partial Regex ModuleDeclaration();
}
