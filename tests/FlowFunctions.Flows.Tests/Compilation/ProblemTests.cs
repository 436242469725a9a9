using System.Text.Json;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Tests.Catalog;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class ProblemTests
{
    public static TheoryData<ProblemCase> Cases { get; } = new(ProblemCases.All);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compile_JsonWithProblem_ReportsItAlone(ProblemCase one) => Check(one, TextFormat.Json);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compile_YamlWithProblem_ReportsItAlone(ProblemCase one) => Check(one, TextFormat.Yaml);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compile_ElementWithProblem_ReportsItWithoutPosition(ProblemCase one)
    {
        var result = new FlowCompiler(TestCatalog.Instance).Compile(JsonElement.Parse(one.Text));
        var problem = Assert.Single(result.Problems);
        Assert.Equal((one.Code, one.Pointer, null), (problem.Code, problem.Pointer, problem.Position));
    }

    [Fact]
    public void Cases_CoverEveryFlowCode()
    {
        var covered = ProblemCases.All.Select(one => one.Code).ToHashSet();
        // Of a size that does not fit a table of cases; LargeFlowTests has them.
        covered.Add(ProblemCodes.TooLarge);
        // Of the flow's folder; FlowFileTests has them.
        covered.UnionWith([ProblemCodes.FileConflict, ProblemCodes.FileMissing, ProblemCodes.TooManyFiles]);
        Assert.Equal(
            ProblemCodes.All.Select(one => one.Code).Where(code => code.StartsWith("Flow.", StringComparison.Ordinal)),
            covered.Order(StringComparer.Ordinal)
        );
    }

    private static void Check(ProblemCase one, TextFormat format)
    {
        var result = FlowCompilerTests.Compile(one.Text, format);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((one.Code, one.Pointer), (problem.Code, problem.Pointer));
        Assert.Equal(one.Position, problem.Position);
        Assert.Contains(one.Says, problem.Message, StringComparison.Ordinal);
        Assert.Equal(problem.Severity == ProblemSeverity.Error, result.Plan is null);
        Assert.Equal(ProblemCodes.All.Single(known => known.Code == one.Code).Severity, problem.Severity);
    }
}
