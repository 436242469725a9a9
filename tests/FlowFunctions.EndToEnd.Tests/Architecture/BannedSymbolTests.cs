using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.EndToEnd.Tests.Architecture;

/// <summary>The run machine is a pure fold: no clock, no randomness, no I/O, no threads, no culture, no hash order.</summary>
public sealed class BannedSymbolTests
{
    private const string MachineNamespace = "FlowFunctions.Engine.Machine";
    private static readonly string EngineFolder = Repository.PathOf("src", "FlowFunctions.Engine");
    private static readonly BannedSymbolList Banned = new();

    [Theory]
    [InlineData("T:System.DateTime")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("T:System.TimeProvider")]
    [InlineData("T:System.Random")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("M:System.Object.GetHashCode")]
    [InlineData("N:System.IO")]
    [InlineData("N:System.Net")]
    [InlineData("N:System.Threading")]
    [InlineData("T:System.Globalization.CultureInfo")]
    public void List_Symbol_IsBanned(string symbol) => Assert.Contains(symbol, Banned.Symbols);

    [Fact]
    public void Analyzer_InTheEngine_ReadsTheList()
    {
        var project = File.ReadAllText(Path.Combine(EngineFolder, "FlowFunctions.Engine.csproj"));

        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", project, StringComparison.Ordinal);
        Assert.Contains("<AdditionalFiles Include=\"BannedSymbols.txt\" />", project, StringComparison.Ordinal);
        Assert.DoesNotContain("RS0030", project, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_IsOffForWhatSurroundsTheMachineOnly()
    {
        var sections = File.ReadAllText(Repository.PathOf(".editorconfig")).Split("\n[");
        var off = sections.Where(static section => section.Contains("RS0030", StringComparison.Ordinal));
        var sources = Directory.EnumerateFiles(EngineFolder, "*.cs", SearchOption.AllDirectories);

        Assert.Equal(
            [
                "src/FlowFunctions.Engine/Contracts/**.cs",
                "src/FlowFunctions.Engine/History/**.cs",
                "src/FlowFunctions.Engine/Runs/RunIds.cs",
                "src/FlowFunctions.Engine/obj/**.cs",
                "src/FlowFunctions.Engine/Payloads/**.cs",
            ],
            off.Select(static section => section[..section.IndexOf(']', StringComparison.Ordinal)])
        );
        Assert.DoesNotContain(
            sources,
            static file => File.ReadAllText(file).Contains("RS0030", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Machine_Instructions_UseNoBannedSymbol()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(RunMachine).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var uses = MachineMethods(metadata)
            .Select(method => (Method: method, Body: assembly.GetMethodBody(method.RelativeVirtualAddress)))
            .SelectMany(found =>
                IlReferences
                    .Of(metadata, found.Body)
                    .Select(use => (Where: NameOf(metadata, found.Method), use.Type, use.Method))
            )
            .ToArray();

        Assert.Contains(uses, static use => use.Type.StartsWith("System.Collections.", StringComparison.Ordinal));
        Assert.Empty(
            uses.Select(static use => (use.Where, Symbol: Banned.Find(use.Type, use.Method)))
                .Where(static use => use.Symbol is not null)
                .Select(static use => $"{use.Where} uses {use.Symbol}")
                .Distinct()
        );
    }

    [Theory]
    [InlineData("System.DateTimeOffset", "get_UtcNow", true)]
    [InlineData("System.DateTimeOffset", "get_Ticks", false)]
    [InlineData("System.Threading.Tasks.Task", "Run", true)]
    [InlineData("System.Guid", "NewGuid", true)]
    [InlineData("System.Random", ".ctor", true)]
    public void List_Use_IsFound(string type, string method, bool isBanned) =>
        Assert.Equal(isBanned, Banned.Find(type, method) is not null);

    /// <summary>The methods that somebody wrote; what the compiler adds to records (hash codes) decides nothing.</summary>
    private static IEnumerable<MethodDefinition> MachineMethods(MetadataReader metadata) =>
        metadata
            .MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0 && IsInMachine(metadata, method.GetDeclaringType()))
            .Where(method =>
                !method.GetCustomAttributes().Any(attribute => IsCompilerGenerated(metadata, attribute))
                || metadata.GetString(method.Name).Contains("g__", StringComparison.Ordinal)
            );

    private static bool IsInMachine(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? IsInMachine(metadata, outer)
            : metadata.GetString(type.Namespace) == MachineNamespace;
    }

    private static bool IsCompilerGenerated(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        if (constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var type = metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        return type.Kind == HandleKind.TypeReference
            && metadata.StringComparer.Equals(
                metadata.GetTypeReference((TypeReferenceHandle)type).Name,
                "CompilerGeneratedAttribute"
            );
    }

    private static string NameOf(MetadataReader metadata, MethodDefinition method) =>
        $"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}";
}
